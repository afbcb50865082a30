import type { Scheme } from "../../../src/corpus/types.js";
import { fingerprint } from "../../../src/findings/fingerprint.js";
import { SCHEME_ILL_FORMED, SEGMENT_LABEL, SEGMENT_MISSED } from "../../../src/findings/rules.js";
import type { VerdictEntry } from "../../../src/findings/verdicts/schema.js";
import { isAnnotated } from "../../../src/triage/fix/labelled.js";
import { locateVerdicts } from "../../../src/triage/fix/locate.js";
import { standingVerdicts } from "../../../src/triage/fix/standing.js";
import { corpusOf } from "../../corpus/helpers.js";

/** A verdict on token 1 of a sentence of three. */
function verdictOn(words: readonly string[], changes: Partial<VerdictEntry>): VerdictEntry {
  const [before, tokens, after] = [words.slice(0, 1), words.slice(1, 2), words.slice(2)];
  const { label = "X", rule = SEGMENT_LABEL } = changes;
  const about = rule === SCHEME_ILL_FORMED ? "tag" : "segment";
  return {
    fingerprint: fingerprint({ tokens, label, about, before, after }),
    verdict: "fixed",
    note: "",
    file: "f",
    rule,
    text: `${before.join(" ")} [ ${tokens.join(" ")} ] ${after.join(" ")}`,
    start: 1,
    end: 2,
    label,
    suggestion: "Y",
    replacement: { start: 1, end: 2, segments: [{ start: 1, end: 2, label: "Y" }] },
    count: 1,
    ...changes,
  };
}

/** What becomes of a verdict on the second token, and whether it stands, where the sentence has these tags by now. */
function stateIn(tags: string, changes: Partial<VerdictEntry>, scheme: Scheme = "BIO") {
  const corpus = corpusOf([tags.split(" ")]);
  const words = Array.from(corpus.words.ids, (id) => corpus.words.values[id]);
  const entry = verdictOn(words, changes);
  const { edits, done, lost } = locateVerdicts(corpus, scheme, [entry]);
  return [edits, done, lost].map(({ length }) => length).concat(standingVerdicts(corpus, scheme, [entry]).size);
}

const [OPEN, DONE, LOST] = [
  [1, 0, 0, 1],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
];
const missed = { label: "O", rule: SEGMENT_MISSED } as const;
const illFormed = { label: "I-X", suggestion: "B-X", replacement: null, rule: SCHEME_ILL_FORMED } as const;

test.each([
  ["O B-X O", {}, OPEN],
  ["O B-Y O", {}, DONE],
  ["O B-Z O", {}, LOST],
  ["O B-X I-X", {}, LOST],
  ["O O O", {}, LOST],
  ["O O O", missed, OPEN],
  ["O B-Y O", missed, DONE],
  // Someone has labelled the gap otherwise since: the verdict is not about that.
  ["O B-Z O", missed, LOST],
  ["O I-X O", illFormed, OPEN],
  ["O B-X O", illFormed, DONE],
  ["O O O", illFormed, LOST],
])("%s under %j", (tags, changes, expected) => {
  expect(stateIn(tags, changes)).toEqual(expected);
});

test("under plain, O is a label like others", () => {
  expect(stateIn("A O A", missed, "plain")).toEqual(OPEN);
  const annotation = { start: 1, end: 2, label: "O", isTag: false };
  expect(isAnnotated(corpusOf([["A", "O", "A"]]), 0, "plain", annotation)).toBe(true);
  expect(isAnnotated(corpusOf([["A", "A", "A"]]), 0, "plain", annotation)).toBe(false);
});
