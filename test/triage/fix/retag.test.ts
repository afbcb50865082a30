import fc from "fast-check";
import { overlap } from "../../../src/corpus/overlap.js";
import { SCHEMES } from "../../../src/corpus/scheme.js";
import { type LabelledSegment, writeTags } from "../../../src/corpus/spelling.js";
import type { Scheme } from "../../../src/corpus/types.js";
import type { Replacement } from "../../../src/findings/report.js";
import { retagged, segmentsOf } from "../../../src/triage/fix/retag.js";

const TYPES = ["X", "Y"];
const PREFIXES: Record<Scheme, string> = { IO: "IB", IOB1: "IB", BIO: "IB", BIOES: "BIES", BILOU: "BILU", plain: "" };

/** Any tags of a scheme, in any order: mostly ill-formed. */
function anyTags(scheme: Scheme): fc.Arbitrary<string[]> {
  const inside = [...PREFIXES[scheme]].flatMap((prefix) => [...TYPES, "O"].map((type) => `${prefix}-${type}`));
  const all = scheme === "plain" ? ["NN", "VB", "O"] : ["O", "O", ...inside];
  return fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 7 });
}

/** Segments of a stretch of tokens that do not overlap. */
function segmentsWithin(start: number, end: number, scheme: Scheme): fc.Arbitrary<LabelledSegment[]> {
  const labels = scheme === "plain" ? ["NN", "VB"] : TYPES;
  // For each token: O, the start of a segment, or more of the one before.
  const parts = fc.array(fc.tuple(fc.constantFrom("O", "start", "more"), fc.constantFrom(...labels)), {
    minLength: end - start,
    maxLength: end - start,
  });
  return parts.map((tokens) => {
    const segments: LabelledSegment[] = [];
    let isOpen = false;
    for (const [i, [part, label]] of tokens.entries()) {
      const last = segments.at(-1);
      if (scheme === "plain" || part === "start") segments.push({ start: start + i, end: start + i + 1, label });
      else if (part === "more" && isOpen && last) segments[segments.length - 1] = { ...last, end: start + i + 1 };
      isOpen = part !== "O" && segments.length > 0;
    }
    return segments;
  });
}

interface Case {
  readonly scheme: Scheme;
  readonly tags: readonly string[];
  readonly replacement: Replacement;
}

const cases = (tagsOf: (scheme: Scheme) => fc.Arbitrary<string[]>): fc.Arbitrary<Case> =>
  fc.constantFrom(...SCHEMES).chain((scheme) =>
    tagsOf(scheme).chain((tags) =>
      fc.tuple(fc.nat(tags.length - 1), fc.nat(tags.length - 1)).chain(([a, b]) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b) + 1];
        const segments = segmentsWithin(start, end, scheme);
        return segments.map((inserted) => ({ scheme, tags, replacement: { start, end, segments: inserted } }));
      }),
    ),
  );

const wanted = ({ scheme, tags, replacement }: Case): LabelledSegment[] =>
  [...segmentsOf(tags, scheme).filter((one) => !overlap(one, replacement)), ...replacement.segments].sort(
    (a, b) => a.start - b.start,
  );

/** Whether IO would read two of the segments as one. */
const merges = (segments: readonly LabelledSegment[]) =>
  segments.some(({ start, label }, i) => i > 0 && segments[i - 1].end === start && segments[i - 1].label === label);

test("gives exactly the segments asked for, or says that the scheme cannot", () => {
  fc.assert(
    fc.property(cases(anyTags), (one) => {
      const { scheme, tags, replacement } = one;
      const result = retagged(tags, [replacement], scheme);
      if (result === null) {
        // IO has no way to part them; plain has none to leave a token without a label.
        expect(["IO", "plain"]).toContain(scheme);
        if (scheme === "IO") expect(merges(wanted(one))).toBe(true);
        return;
      }
      expect(segmentsOf(result, scheme)).toEqual(wanted(one));
    }),
    { numRuns: 5000 },
  );
});

test("touches no tag but those of segments that go, that come, and of the neighbour on the right", () => {
  fc.assert(
    fc.property(cases(anyTags), ({ scheme, tags, replacement }) => {
      const result = retagged(tags, [replacement], scheme);
      if (result === null) return;
      const before = segmentsOf(tags, scheme);
      const gone = before.filter((one) => overlap(one, replacement));
      const changed = [...gone, ...replacement.segments];
      const right = before.filter((one) => changed.some(({ end }) => end === one.start));
      const may = new Set(
        [...changed, ...right].flatMap(({ start, end }) => tags.slice(start, end).map((_, i) => start + i)),
      );
      for (const [i, tag] of result.entries()) if (!may.has(i)) expect([i, tag]).toEqual([i, tags[i]]);
    }),
    { numRuns: 3000 },
  );
});

/** Tags as their scheme spells them. */
const wellFormed = (scheme: Scheme): fc.Arbitrary<string[]> =>
  fc
    .integer({ min: 1, max: 7 })
    .chain((length) => segmentsWithin(0, length, scheme).map((segments) => writeTags(segments, length, scheme)));

test("well-formed tags become those that the scheme spells the new segments with", () => {
  fc.assert(
    fc.property(cases(wellFormed), (one) => {
      const { scheme, tags, replacement } = one;
      const result = retagged(tags, [replacement], scheme);
      if (result !== null) expect(result).toEqual(writeTags(wanted(one), tags.length, scheme));
    }),
    { numRuns: 3000 },
  );
});

test("a change that has been made changes nothing when it is made again", () => {
  fc.assert(
    fc.property(cases(anyTags), ({ scheme, tags, replacement }) => {
      const once = retagged(tags, [replacement], scheme);
      if (once !== null) expect(retagged(once, [replacement], scheme)).toEqual(once);
    }),
    { numRuns: 2000 },
  );
});

test.each<[Scheme, string, Replacement, string | null]>([
  ["BIO", "O I-X O", { start: 0, end: 1, segments: [{ start: 0, end: 1, label: "X" }] }, "B-X B-X O"],
  ["BIO", "B-Y I-X O", { start: 0, end: 1, segments: [] }, "O I-X O"],
  ["IOB1", "I-X B-X O", { start: 0, end: 1, segments: [{ start: 0, end: 1, label: "Y" }] }, "I-Y I-X O"],
  ["IOB1", "I-Y I-X I-X", { start: 0, end: 1, segments: [{ start: 0, end: 1, label: "X" }] }, "I-X B-X I-X"],
  ["BIOES", "B-X I-X E-X", { start: 0, end: 3, segments: [{ start: 1, end: 2, label: "Y" }] }, "O S-Y O"],
  ["BILOU", "O O U-X", { start: 0, end: 2, segments: [{ start: 0, end: 2, label: "X" }] }, "B-X L-X U-X"],
  ["IO", "I-Y I-X O", { start: 0, end: 1, segments: [{ start: 0, end: 1, label: "X" }] }, null],
  ["IO", "O I-X O", { start: 0, end: 2, segments: [{ start: 0, end: 2, label: "X" }] }, "I-X I-X O"],
  ["plain", "NN VB", { start: 1, end: 2, segments: [] }, null],
  ["plain", "NN VB", { start: 1, end: 2, segments: [{ start: 1, end: 2, label: "NN" }] }, "NN NN"],
])("%s: %s", (scheme, tags, replacement, expected) => {
  expect(retagged(tags.split(" "), [replacement], scheme)?.join(" ") ?? null).toBe(expected);
});

test("a segment may be longer than what a call takes as arguments", () => {
  const end = 300_000;
  const segments = [{ start: 0, end, label: "X" }];
  const tags = retagged(new Array<string>(end).fill("O"), [{ start: 0, end, segments }], "BIO");
  expect(tags?.slice(0, 2)).toEqual(["B-X", "I-X"]);
  expect(tags).toHaveLength(end);
  expect(writeTags(segments, end, "BIO")).toEqual(tags);
});
