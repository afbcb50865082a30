import { continuations } from "../../../src/audit/signals/continuations.js";
import { segmentProbability } from "../../../src/audit/signals/segmentProbability.js";
import { readSegments } from "../../../src/corpus/index.js";
import type { Scheme } from "../../../src/corpus/types.js";
import { distribution, goldOf, maskPadding } from "../../helpers/allPaths.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { random, uniformVector } from "../../helpers/random.js";
import { allSpans } from "../../helpers/spans.js";
import { stateOf } from "../../helpers/states.js";
import { objectiveOf, tiny } from "../../helpers/tiny.js";

const TAGS: Readonly<Record<Exclude<Scheme, "plain">, readonly string[]>> = {
  IO: ["O", "I-X", "I-Y"],
  IOB1: ["O", "B-X", "I-X", "I-Y"],
  BIO: ["O", "B-X", "I-X", "I-Y"],
  BIOES: ["O", "B-X", "I-X", "E-X", "S-X"],
  BILOU: ["O", "B-X", "I-X", "L-X", "U-X"],
};
const SCHEMES = Object.entries(TAGS) as [Exclude<Scheme, "plain">, readonly string[]][];

/** The segments of one sentence of tags, as conlleval reads them: "start end label". */
function segmentsOf(tags: readonly string[], scheme: Scheme): string[] {
  const { segments } = readSegments(corpusFrom([tags.map((tag) => ["w", tag])]), scheme);
  return Array.from({ length: segments.count }, (_, i) =>
    [segments.start[i], segments.end[i], segments.labels[segments.label[i]]].join(" "),
  );
}

describe.each(SCHEMES)("where segments go on, %s", (scheme, [...tags]) => {
  it("is where reading two tags gives one segment", () => {
    const all = [...tags, ...tags.slice(1).map((tag) => tag.replace(/.$/, "Z"))];
    const table = continuations(all, scheme);
    all.forEach((one, i) => {
      all.forEach((other, j) => {
        const isOne = segmentsOf([one, other], scheme).some((segment) => segment.startsWith("0 2 "));
        expect([one, other, table[i * all.length + j]]).toEqual([one, other, isOne ? 1 : 0]);
      });
    });
  });
});

describe.each(SCHEMES)("p(S | x) against all paths, %s", (scheme, tags) => {
  it("is that of the sentence's readings in which exactly this segment stands, with its tags", () => {
    const t = tiny(3, { labels: tags.length, lengths: [1, 3, 2, 3] });
    const objective = objectiveOf(t);
    const { chains } = objective.problem;
    const theta = maskPadding(uniformVector(objective.dimension, random(4), 1.5), tags.length);
    const at = objective.at(theta);
    const lattice = { first: 0, state: stateOf(at), tables: at.tables };
    const table = continuations(tags, scheme);
    let checked = 0;
    for (const span of allSpans(t)) {
      const { sentence, a, b } = span;
      const gold = goldOf(t, sentence);
      const own = gold.slice(a, b);
      const alone = segmentsOf(
        own.map((number) => tags[number]),
        scheme,
      );
      const isOutside = own.every((number) => tags[number] === "O");
      // Tags that spell one segment of all its tokens, or none.
      if (!isOutside && !(alone.length === 1 && alone[0].startsWith(`0 ${b - a} `))) continue;
      const label = isOutside ? "O" : alone[0].split(" ")[2];
      const { rows } = distribution(t, theta, sentence, 0, gold.length);
      const p = rows
        .filter(({ y }) => {
          if (y.slice(a, b).join() !== own.join()) return false;
          const read = segmentsOf(
            y.map((number) => tags[number]),
            scheme,
          );
          return isOutside || read.includes([a, b, label].join(" "));
        })
        .reduce((sum, row) => sum + row.p, 0);
      const found = segmentProbability({ ...span, label, previous: -1, next: 0 }, chains, lattice, table);
      expect(Math.abs(found - p)).toBeLessThan(1e-12);
      checked++;
    }
    expect(checked).toBeGreaterThan(5);
  });
});
