import { type ANCHORS, groupEvidence, groupsOf } from "../../../src/audit/score/groupEvidence.js";
import { candidatesOf } from "../../helpers/candidates.js";
import { corpusFrom } from "../../helpers/corpora.js";
import { random } from "../../helpers/random.js";

describe("groupEvidence", () => {
  it("is the log of how many times the share of wrong ones is larger among group members, by the definition", () => {
    const next = random(7);
    const q = Float64Array.from({ length: 40 }, () => next());
    const group = Int32Array.from({ length: 40 }, () => Math.floor(6 * next()));
    const mean = q.reduce((sum, one) => sum + one, 0) / 40;
    groupEvidence(q, group).forEach((found, i) => {
      const others = [...q.keys()].filter((j) => j !== i && group[j] === group[i]);
      const share = (others.reduce((total, j) => total + q[j], 0) + 5 * mean) / (others.length + 5);
      expect(Math.abs(found - Math.log(share / mean))).toBeLessThan(1e-12);
    });
  });

  it("says nothing of whoever is alone, and not by its own evidence", () => {
    const group = Int32Array.of(0, 1, 1, 1);
    expect(groupEvidence(Float64Array.of(0.9, 0.1, 0.1, 0.1), group)[0]).toBeCloseTo(0, 12);
    // Only the others count: its own q moves the mean alone.
    const calm = groupEvidence(Float64Array.of(0, 0.5, 0.1, 0.1), group)[1];
    const upset = groupEvidence(Float64Array.of(0, 0.5, 0.4, 0.4), group)[1];
    expect(upset).toBeGreaterThan(calm);
    expect(groupEvidence(new Float64Array(0), new Int32Array(0))).toEqual(new Float64Array(0));
  });

  it("says more the more there are, and never more than that all are wrong", () => {
    const q = Float64Array.of(1, 1, 1, 0, 0, 0, 0, 0);
    const some = groupEvidence(q, Int32Array.of(0, 0, 1, 2, 3, 4, 5, 6))[0];
    const many = groupEvidence(q, Int32Array.of(0, 0, 0, 1, 2, 3, 4, 5))[0];
    expect(many).toBeGreaterThan(some);
    const tenth = Float64Array.from({ length: 1000 }, (_, i) => (i < 100 ? 1 : 0));
    const together = Int32Array.from(tenth, (_, i) => (i < 100 ? 0 : i));
    const all = groupEvidence(tenth, together)[0];
    expect(all).toBeLessThan(Math.log(1000 / 100));
    expect(all).toBeGreaterThan(Math.log(900 / 100));
  });

  it("holds where none is wrong", () => {
    const [first, second, alone] = groupEvidence(new Float64Array(3), Int32Array.of(0, 0, 1));
    expect(first).toBeCloseTo(Math.log(5 / 6), 12);
    expect([second, alone]).toEqual([first, 0]);
  });
});

describe("groupsOf", () => {
  const sentence = (text: string) => text.split(" ").map((word) => [word, "O"]);
  const plain = corpusFrom([
    sentence("at Leeds United yesterday"),
    sentence("At LEEDS 3 goals"),
    sentence("Leeds United"),
  ]);
  const corpus = { ...plain, documents: Int32Array.of(0, 0, 1), documentIds: ["a", "b"] };
  const place = (k: number, start: number, end: number, label: string) => ({
    ...{ sentence: k, start, end, label, previous: -1, next: 0 },
  });
  const candidates = candidatesOf([
    place(0, 1, 3, "ORG"),
    place(1, 5, 6, "ORG"),
    place(2, 8, 10, "ORG"),
    place(1, 5, 7, "LOC"),
    place(0, 1, 2, "ORG"),
  ]);
  /** Which candidates are together, as text. */
  const together = (anchor: (typeof ANCHORS)[number], of = corpus) => {
    const group = groupsOf(anchor, of, candidates);
    return Array.from(group, (g) => group.indexOf(g)).join("");
  };

  it.each([
    // Case aside; where a sentence begins there is no word before.
    ["previous", "00230"],
    ["next", "01234"],
    ["head", "01031"],
    ["first", "00030"],
    ["document", "00230"],
  ] as const)("parts candidates by label and %s", (anchor, expected) => {
    expect(together(anchor)).toBe(expected);
  });

  it("leaves sentences in no document alone", () => {
    expect(together("document", { ...corpus, documents: Int32Array.of(-1, -1, -1) })).toBe("01234");
  });
});
