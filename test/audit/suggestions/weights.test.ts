import { candidateAt } from "../../../src/audit/candidates/candidates.js";
import { TAGGERS } from "../../../src/audit/candidates/table.js";
import { coefficients } from "../../../src/audit/coefficients/coefficients.js";
import { changeOf } from "../../../src/audit/patterns/change.js";
import { Places } from "../../../src/audit/places.js";
import { consider } from "../../../src/audit/suggestions/generate.js";
import { type Proposal, TagEncoder } from "../../../src/audit/suggestions/tagEncoder.js";
import { alternativesOf } from "../../../src/audit/suggestions/weights.js";
import { readSegments } from "../../../src/corpus/index.js";
import { Relabeller } from "../../../src/influence/relabelling.js";
import { plainKernels } from "../../../src/kernels/plain.js";
import { buildProblem } from "../../../src/tagger/problem.js";
import { scoresOf } from "../../../src/tagger/scores.js";
import { candidatesOf } from "../../helpers/candidates.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { random } from "../../helpers/random.js";
import { tiny } from "../../helpers/tiny.js";

const { pool: POOL, places: PLACES, limit: LIMIT, both: BOTH, part: PART, rarer: RARER } = coefficients.suggestions;

const TAGS = ["O", "B-X", "I-X", "B-Y", "I-Y"];
const STANDS = ["O", "B-X", "I-X", "O", "O", "B-Y", "O"];
const corpus = corpusFrom([STANDS.map((tag, t) => [`w${t}`, tag])]);
const { segments } = readSegments(corpus, "BIO");
/** The words of rows 0 and 1 of the candidates are other segments here, one of row 2 is none. */
const reference = corpusFrom([
  [
    ["w1", "B-Y"],
    ["w2", "I-Y"],
    ["w3", "B-Y"],
    ["w5", "O"],
    ["w3", "B-X"],
    ["w3", "B-Y"],
  ],
]);
const places = {
  training: new Places({ corpus, segments }).ofSpansIn(corpus),
  reference: new Places({ corpus: reference, segments: readSegments(reference, "BIO").segments }).ofSpansIn(corpus),
};

const small = tiny(3, { labels: TAGS.length, lengths: [STANDS.length] });
const gold = Int32Array.from(STANDS, (tag) => TAGS.indexOf(tag));
const scale = new Float64Array(small.features).fill(1);
const problem = buildProblem(plainKernels, { encoded: small.encoded, scale }, TAGS.length, { ...small, gold });
const next = random(5);
/** Weights so large that some log odds are beyond the limit. */
const weights = () => Float64Array.from({ length: problem.shape.dimension }, () => 8 * (next() - 0.5));
const scores = {
  theta: scoresOf(problem, weights()),
  joint: scoresOf(problem, weights()),
  referenceOnly: scoresOf(problem, weights()),
  channel: scoresOf(problem, weights()),
};
const v = scoresOf(problem, weights());

const candidates = candidatesOf([
  { sentence: 0, start: 1, end: 3, label: "X", previous: -1, next: 1 },
  { sentence: 0, start: 3, end: 4, label: "O", previous: 0, next: 1 },
  { sentence: 0, start: 5, end: 6, label: "Y", previous: 0, next: 2 },
]);
const source = {
  ...{ annotated: segments, tagEncoder: new TagEncoder("BIO", TAGS, segments), labels: ["X", "Y"], fixedSpans: false },
  ...{ sentenceStart: corpus.sentenceStart, readings: [] },
};
const alternatives = alternativesOf(candidates, source, { chains: problem.chains, scores, v, places });
const judges = {
  theta: new Relabeller(problem.chains, scores.theta),
  joint: new Relabeller(problem.chains, scores.joint),
  referenceOnly: new Relabeller(problem.chains, scores.referenceOnly),
  channel: new Relabeller(problem.chains, scores.channel),
};
const clip = (x: number) => Math.max(-LIMIT, Math.min(LIMIT, x));

/** Of the reference's places of one span's words, by label: "from past" of the span, counted by hand. */
const SEEN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "1 3": { Y: 1 },
  "3 4": { Y: 2, X: 1 },
  "5 6": { O: 1 },
};

/** log (k + ½) / (n − k + ½) of what is proposed, as one segment or none; the training file has each word once. */
function seenElsewhere(row: number, { segments: proposed }: Proposal): number {
  const candidate = candidateAt(candidates, row);
  const { start, end, label } = proposed[0] ?? { ...candidate, label: "O" };
  const counts = SEEN[`${start} ${end}`];
  if (proposed.length > 1 || counts === undefined) return 0;
  const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return Math.log(((counts[label] ?? 0) + 0.5) / (all - (counts[label] ?? 0) + 0.5));
}

/** Row by row, each alternative with what the taggers and the same words elsewhere say of it, pooled. */
const considered = (row: number) => {
  const side = candidateAt(candidates, row).label === "O" ? "missed" : "segments";
  const pool = POOL[side];
  return consider(candidateAt(candidates, row), source, judges.joint, true).map(({ proposal, tagging }) => ({
    proposal,
    joint: judges.joint.change(0, tagging),
    pooled: TAGGERS.reduce(
      (sum, name) => sum + pool[name] * clip(judges[name].change(0, tagging)),
      PLACES[side].reference * seenElsewhere(row, proposal),
    ),
  }));
};

describe("alternativesOf", () => {
  it.each([0, 2])(
    "weighs alternatives to a segment by the taggers, the same words elsewhere, and by how rare the change is: row %d",
    (row) => {
      const { start, end, label } = candidateAt(candidates, row);
      const expected = considered(row).map(({ proposal, pooled: pool }) => {
        const over = proposal.segments.filter((one) => one.start < end && start < one.end);
        if (over.length === 0) return pool + RARER.spurious;
        if (over.length > 1) return pool + RARER.split;
        const [one] = over;
        if (one.start === start && one.end === end) return pool + RARER.label;
        return pool + RARER.bounds + (one.label === label ? 0 : BOTH);
      });
      const found = alternatives.of(row).map(({ weight }) => weight);
      expect(found).toHaveLength(expected.length);
      for (const [i, weight] of found.entries()) expect(weight).toBeCloseTo(expected[i], 10);
    },
  );

  it("is tried on log odds beyond the limit, and on bounds moved together with the label", () => {
    const all = [0, 2].flatMap(considered);
    expect(Math.max(...all.map(({ joint }) => Math.abs(joint)))).toBeGreaterThan(LIMIT);
    expect(
      considered(0).some(
        ({
          proposal: {
            segments: [one],
          },
        }) => one?.label === "Y" && one.end !== 3,
      ),
    ).toBe(true);
  });

  it("weighs alternatives to a missed span by the same taggers, and by whether they are parts of a name", () => {
    const isWhole = ({ segments: [one] }: ReturnType<typeof considered>[number]["proposal"]) =>
      one?.start === 3 && one.end === 4;
    const expected = considered(1).map(({ proposal, pooled }) => pooled + (isWhole(proposal) ? 0 : PART));
    const found = alternatives.of(1).map(({ weight }) => weight);
    expect(found).toHaveLength(expected.length);
    for (const [i, weight] of found.entries()) expect(weight).toBeCloseTo(expected[i], 10);
  });

  it("is tried on words that the reference has in each row", () => {
    for (const row of [0, 1, 2]) {
      const all = considered(row).map(({ proposal }) => seenElsewhere(row, proposal));
      expect(Math.min(...all)).toBeLessThan(0);
      expect(Math.max(...all)).toBeGreaterThan(0);
    }
  });

  it("gives each its influence under v", () => {
    const relabeller = new Relabeller(problem.chains, v);
    const all = consider(candidateAt(candidates, 0), source, judges.joint, true);
    expect(all.map(({ proposal }) => alternatives.influence(0, proposal))).toEqual(
      all.map(({ tagging }) => relabeller.change(0, tagging)),
    );
  });

  it("gives the change that each makes to a segment, and none for a missed span", () => {
    const [row, missed] = [candidateAt(candidates, 0), alternatives.of(1)];
    expect(alternatives.of(0).map(({ change }) => change)).toEqual(
      consider(row, source, judges.joint, true).map(({ proposal }) => changeOf(row, proposal.segments)),
    );
    expect(missed.map(({ change }) => change)).toEqual(missed.map(() => null));
  });
});
