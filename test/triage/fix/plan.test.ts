import fc from "fast-check";
import { overlap } from "../../../src/corpus/overlap.js";
import { readSegments } from "../../../src/corpus/segments.js";
import type { Scheme } from "../../../src/corpus/types.js";
import { planFixes } from "../../../src/triage/fix/plan.js";
import { segmentsOf } from "../../../src/triage/fix/retag.js";
import type { Edit } from "../../../src/triage/fix/types.js";
import { corpusOf, tagsOf } from "../../corpus/helpers.js";

function edit(sentence: number, start: number, end: number, label: string | null, changes: Partial<Edit> = {}): Edit {
  const segments = label === null ? [] : [{ start, end, label }];
  const tokens = Array.from({ length: end - start }, () => "w");
  const replacement = { start, end, segments };
  return { sentence, line: 1, start, end, tokens, label: "?", suggestion: label ?? "O", replacement, ...changes };
}

/** The sentences' tags once the edits have been made. */
function fixed(sentences: string[], scheme: Scheme, edits: Edit[]) {
  const corpus = corpusOf(sentences.map((tags) => tags.split(" ")));
  const { tags, applied, skipped } = planFixes(corpus, scheme, edits);
  const after = tagsOf(corpus).map((tag, t) => tags.get(t) ?? tag);
  return { after: after.join(" "), applied: applied.length, skipped: skipped.map(({ why }) => why), count: tags.size };
}

test("edits of several sentences, by their own tokens", () => {
  const edits = [edit(1, 1, 2, "Y"), edit(0, 0, 2, null), edit(1, 0, 1, "X")];
  expect(fixed(["B-X I-X O", "O B-X"], "BIO", edits)).toEqual({
    after: "O O O B-X B-Y",
    applied: 3,
    skipped: [],
    count: 4,
  });
});

test("of two edits that touch one segment the first counts", () => {
  const why = "another suggestion changes the same segment";
  expect(fixed(["B-X I-X I-X"], "BIO", [edit(0, 0, 1, "Y"), edit(0, 2, 3, "X")])).toEqual({
    after: "B-Y O O",
    applied: 1,
    skipped: [why],
    count: 3,
  });
});

test("what the scheme cannot spell is left out, and the rest is done", () => {
  expect(fixed(["I-Y I-X O"], "IO", [edit(0, 0, 1, "X"), edit(0, 2, 3, "Y")])).toMatchObject({
    after: "I-Y I-X I-Y",
    skipped: ["the scheme IO cannot encode it"],
  });
});

const tag = (start: number, label: string, suggestion: string): Edit =>
  edit(0, start, start + 1, null, { replacement: null, label, suggestion });

test("ill-formed tags become well-formed, each alone", () => {
  expect(fixed(["O I-X I-X O"], "BIO", [tag(1, "I-X", "B-X")]).after).toBe("O B-X I-X O");
});

test("a tag that another edit has spelled anew stays so", () => {
  // The B- after X is right by then: two segments touch.
  const edits = [tag(1, "B-X", "I-X"), edit(0, 0, 1, "X")];
  expect(fixed(["I-Y B-X O"], "IOB1", edits)).toMatchObject({ after: "I-X B-X O", applied: 2 });
});

const schemes: readonly Scheme[] = ["IO", "IOB1", "BIO", "BIOES", "BILOU"];
const tagsFor: Record<string, string[]> = {
  IO: ["I-X", "I-Y"],
  IOB1: ["I-X", "B-X", "I-Y"],
  BIO: ["B-X", "I-X", "I-Y"],
  BIOES: ["B-X", "I-X", "E-X", "S-Y"],
  BILOU: ["B-X", "I-X", "L-X", "U-Y"],
};

test("all ill-formed tags fixed leave none, and the same segments", () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...schemes)
        .chain((scheme) =>
          fc.tuple(
            fc.constant(scheme),
            fc.array(fc.constantFrom("O", ...tagsFor[scheme]), { minLength: 1, maxLength: 8 }),
          ),
        ),
      fc.boolean(),
      ([scheme, tags], isReversed) => {
        const { illFormed } = readSegments(corpusOf([tags]), scheme);
        const edits = illFormed.map(({ token, tag: label, suggestion }) => tag(token, label, suggestion));
        const { after } = fixed([tags.join(" ")], scheme, isReversed ? edits.reverse() : edits);
        expect(segmentsOf(after.split(" "), scheme)).toEqual(segmentsOf(tags, scheme));
        expect(readSegments(corpusOf([after.split(" ")]), scheme).illFormed).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
});

test("every edit is applied or left out, and those applied stand there afterwards", () => {
  const edits = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 3 }), fc.option(fc.constantFrom("X", "Y"))), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(
      fc.constantFrom<Scheme>("BIO", "BIOES", "IOB1"),
      fc.array(fc.constantFrom("O", "B-X", "I-X", "I-Y", "B-Y"), { minLength: 6, maxLength: 6 }),
      edits,
      (scheme, tags, given) => {
        const all = given.map(([start, length, label]) => edit(0, start, Math.min(6, start + length), label));
        const plan = planFixes(corpusOf([tags]), scheme, all);
        expect(plan.applied.length + plan.skipped.length).toBe(all.length);
        const after = segmentsOf(
          tags.map((old, t) => plan.tags.get(t) ?? old),
          scheme,
        );
        for (const { replacement } of plan.applied) {
          const span = replacement as NonNullable<typeof replacement>;
          expect(after.filter((segment) => overlap(segment, span))).toEqual(span.segments);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
