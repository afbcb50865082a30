import type { Corpus } from "../../src/corpus/index.js";
import type { AuditReport, Finding } from "../../src/findings/report.js";
import type { AuditSettings } from "../../src/pipeline/options.js";
import { Cache } from "../../src/storage/index.js";
import { auditCorpora, TRAINING } from "../helpers/audit.js";
import { corpusFrom, rowsOf } from "../helpers/corpora.js";
import { newswire } from "../helpers/newswire.js";
import { random } from "../helpers/random.js";
import { temporaryDirectory } from "../storage/temporary.js";

const corpus = await newswire("train", 1, 41);
const reference = await newswire("reference", 1, 31);

const training = { ...TRAINING, tolerance: 1e-11, maxIterations: 2000 };
const settings: AuditSettings = { cgTolerance: 1e-10, limit: 0, opposed: 3, patterns: 5 };

async function report(from: Corpus, against: Corpus, cache: Cache | null = null): Promise<AuditReport> {
  return auditCorpora(from, against, settings, { training, cache });
}

/** What a finding is about, whatever its line: its sentence, its span and its label. */
const keyOf = ({ context, tokens, label, start }: Finding) =>
  JSON.stringify([start, label, context.before, tokens, context.after]);

/** The sentences in another order. */
function shuffled(from: Corpus, seed: number): Corpus {
  const next = random(seed);
  const order = rowsOf(from).map((rows) => ({ rows, at: next() }));
  return corpusFrom(
    order.sort((a, b) => a.at - b.at).map(({ rows }) => rows),
    from.name,
  );
}

/** Findings by key; of equal sentences, whose figures are equal too, the last. */
const byKey = ({ findings }: AuditReport) => new Map(findings.map((finding) => [keyOf(finding), finding]));

const plain = await report(corpus, reference);

it("stands on a report with something in it", () => {
  expect(plain.influence!.converged).toBe(true);
  expect(plain.influence!.targetSegments).toBeGreaterThan(5);
  expect(plain.findings).toHaveLength(plain.candidates);
  expect(plain.findings.length).toBeGreaterThan(30);
  expect(plain.findings[0].opposes.length).toBeGreaterThan(0);
});

it.each([
  ["training", () => report(shuffled(corpus, 1), reference)],
  ["reference", () => report(corpus, shuffled(reference, 2))],
])("the order of the %s sentences changes nothing", async (_, run) => {
  const other = await run();
  expect(Math.abs(other.influence!.referenceLoss / plain.influence!.referenceLoss - 1)).toBeLessThan(1e-7);
  expect(other.tagger.f1).toBe(plain.tagger.f1);
  const found = byKey(other);
  const expected = byKey(plain);
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  const largest = Math.max(...plain.findings.map(({ signals }) => Math.abs(signals.influence!)));
  for (const [key, { signals, suggestion, score }] of expected) {
    const same = found.get(key) as Finding;
    expect(same.suggestion).toBe(suggestion);
    // Refits end at a tolerance, by a path that rounding takes part in.
    expect(Math.abs(same.score - score)).toBeLessThan(1e-4);
    expect(Math.abs(same.signals.loss - signals.loss)).toBeLessThan(1e-7);
    expect(Math.abs(same.signals.influence! - signals.influence!)).toBeLessThan(1e-6 * largest);
    expect(Math.abs(same.signals.relabelInfluence! - signals.relabelInfluence!)).toBeLessThan(1e-6 * largest);
  }
});

describe("the cache", () => {
  const directory = temporaryDirectory();

  it("changes no byte of a report: without it, while it fills, and from it", async () => {
    const notes: string[] = [];
    const cache = () => new Cache(directory(), (note) => notes.push(note));
    const filled = await report(corpus, reference, cache());
    const kinds = (await cache().list()).map(({ kind }) => kind);
    expect(kinds).toEqual(["channel", "curvature", "even", "influence", "opposed", "refits", "result", "tagger"]);
    const reused = await report(corpus, reference, cache());
    expect(JSON.stringify(filled)).toBe(JSON.stringify(plain));
    expect(JSON.stringify(reused)).toBe(JSON.stringify(plain));
    expect(await cache().list()).toHaveLength(8);
    expect(notes).toEqual([]);
  });

  it("takes no entry of another corpus for this one's", async () => {
    const cache = new Cache(directory(), () => {});
    const rows = rowsOf(corpus);
    // One label changed, everything else as it was.
    const tagged = rows.findIndex((sentence) => sentence.some(([, tag]) => tag === "B-ORG"));
    const changed = corpusFrom(
      rows.map((sentence, k) =>
        k === tagged ? sentence.map(([w, tag]) => [w, tag === "B-ORG" ? "B-LOC" : tag]) : sentence,
      ),
      corpus.name,
    );
    await report(corpus, reference, cache);
    const cached = await report(changed, reference, cache);
    expect(JSON.stringify(cached)).toBe(JSON.stringify(await report(changed, reference)));
  });
});
