import { readFileSync } from "node:fs";
import type { Corpus } from "../../../src/corpus/index.js";
import { readCorpus } from "../../../src/corpus/index.js";
import { auditCorpora } from "../../helpers/audit.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { random } from "../../helpers/random.js";

async function patternsOf(corpus: Corpus, reference: Corpus) {
  const report = await auditCorpora(corpus, reference, { limit: 3, opposed: 0, patterns: 5 });
  const known = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  for (const { findings } of report.patterns) expect(findings.filter((one) => !known.has(one))).toEqual([]);
  // What a pattern says is what each of its findings suggests.
  for (const { findings, label, suggestion } of report.patterns) {
    const own = report.findings.filter(({ fingerprint }) => findings.includes(fingerprint));
    for (const one of own) expect(one).toMatchObject({ label, suggestion });
  }
  return report.patterns;
}

it("the confusion planted in newswire is what the patterns are of", async () => {
  const at = (file: string) => new URL(`../../../fixtures/newswire/${file}`, import.meta.url).pathname;
  const patterns = await patternsOf(await readCorpus(at("train.conll")), await readCorpus(at("reference.conll")));
  const entries: { line: number; kind: string }[] = JSON.parse(readFileSync(at("planted.json"), "utf8"));
  const clubs = entries.filter(({ kind }) => kind === "club-as-city").map(({ line }) => line);
  for (const one of patterns) expect(one).toMatchObject({ label: "LOC", suggestion: "ORG" });
  const places = patterns.flatMap((one) => one.places);
  const planted = places.filter(({ line }) => clubs.includes(line));
  expect(planted.length).toBeGreaterThan(clubs.length / 2);
  // The rest are the cities themselves, which bear the clubs' names and the clubs' wrong label, rightly.
  expect(planted.length / places.length).toBeGreaterThan(0.4);
});

const PEOPLE = ["Anna", "Bruno", "Clara", "David", "Emma", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Karl", "Lena"];
const PLACES = ["Paris", "Berlin", "Madrid", "Oslo", "Vienna", "Rome", "Prague", "Lisbon", "Athens", "Dublin"];
const VERBS = ["flew", "drove", "walked", "moved", "went", "returned"];

/** Sentences like "Dr. Anna flew to Paris ." with errors made by `wrong`. */
function travels(seed: number, wrong: (next: () => number, title: boolean) => "title" | "label" | null): Corpus {
  const next = random(seed);
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)];
  return corpusFrom(
    Array.from({ length: 220 }, () => {
      const title = next() < 0.4;
      const error = wrong(next, title);
      const person = title
        ? [
            ["Dr.", error === "title" ? "O" : "B-PER"],
            [pick(PEOPLE), error === "title" ? "B-PER" : "I-PER"],
          ]
        : [[pick(PEOPLE), error === "label" ? "B-LOC" : "B-PER"]];
      return [...person, [pick(VERBS), "O"], ["to", "O"], [pick(PLACES), "B-LOC"], [".", "O"]];
    }),
  );
}

const clean = travels(99, () => null);

it("a habit of dropping titles is named as such", async () => {
  const [first] = await patternsOf(
    travels(1, (next, title) => (title && next() < 0.5 ? "title" : null)),
    clean,
  );
  expect(first.name).toBe('PER leaves out "dr." at its beginning');
  expect(first.disagree).toBeGreaterThan(10);
});

it.each([1, 2, 3])("slips of the hand are no pattern: seed %i", async (seed) => {
  expect(
    await patternsOf(
      travels(seed, (next) => (next() < 0.06 ? "label" : null)),
      clean,
    ),
  ).toEqual([]);
});
