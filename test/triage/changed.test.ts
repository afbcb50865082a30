import fc from "fast-check";
import type { ReadOptions } from "../../src/corpus/index.js";
import { align } from "../../src/triage/alignment.js";
import { changedFilter, changedSentences, haveCommonLine, linesOf, similarity } from "../../src/triage/changed.js";
import { read } from "../corpus/helpers.js";
import { sampleFinding } from "../report/sample.js";

const sentences = ["a O\nb O\nc O", "d O\ne O", "f O", "g O\nh O\ni O"];
const text = (list: readonly string[]) => `${list.join("\n\n")}\n`;
const before = text(sentences);

/** The first words of the sentences that changed. */
async function changedIn(now: string, then = before, options: ReadOptions = {}): Promise<string[]> {
  const corpus = await read(now, options);
  const [old, current] = [then, now].map((one) => linesOf(Buffer.from(one)));
  const changed = [...changedSentences(corpus, corpus.format, old, current)].sort((a, b) => a - b);
  return changed.map((k) => corpus.words.values[corpus.words.ids[corpus.sentenceStart[k]]]);
}

it.each<[string, string, string[]]>([
  ["nothing", before, []],
  ["a label", before.replace("e O", "e B-X"), ["d"]],
  ["a new sentence", text([...sentences.slice(0, 2), "n O\nm O", ...sentences.slice(2)]), ["n"]],
  ["a sentence less", text([sentences[0], ...sentences.slice(2)]), []],
  ["the first sentence less", text(sentences.slice(1)), []],
  ["the last sentence less", text(sentences.slice(0, 3)), []],
  ["a word less within", before.replace("b O\n", ""), ["a"]],
  ["a word less at the end", before.replace("\nc O", ""), ["a"]],
  ["a word less at the beginning", before.replace("g O\n", ""), ["h"]],
  ["a sentence parted", before.replace("h O", "h O\n"), ["g", "i"]],
  ["one more blank line", before.replace("f O\n", "f O\n\n"), []],
  ["two sentences joined", before.replace("c O\n", "c O"), ["a"]],
  ["line endings", before.replaceAll("\n", "\r\n"), []],
  ["a byte order mark", `\uFEFF${before}`, []],
  ["no line end at the end", before.trimEnd(), []],
  ["two places", before.replace("a O", "a B-X").replace("i O", "i B-X"), ["a", "g"]],
  ["a sentence that has moved", text([sentences[3], ...sentences.slice(0, 3)]), ["g"]],
  ["everything", before.replaceAll(" O", " B-X"), ["a", "d", "f", "g"]],
])("%s", async (_, content, changed) => {
  expect(await changedIn(content)).toEqual(changed);
});

describe("comments", () => {
  const rows = (words: string) => [...words].map((word, i) => `${i + 1}\t${word}\tO`).join("\n");
  const conllu = (ids: readonly number[]) => ids.map((id) => `# sent_id = ${id}\n${rows("abc")}${id}\n\n`).join("");
  it("that are renumbered change nothing", async () => {
    expect(await changedIn(conllu([1, 2, 3]).replaceAll("sent_id = ", "sent_id = 1"), conllu([1, 2, 3]))).toEqual([]);
  });

  it("are no rows: a row that begins with # and goes changes its sentence", async () => {
    expect(await changedIn("a O\nb B-X\n\nc O\n", "# O\na O\nb B-X\n\nc O\n")).toEqual(["a"]);
  });

  it("that name the columns otherwise change everything", async () => {
    const plus = (names: string) => `# global.columns = ${names}\n1\ta\tO\n2\tb\tB-X\n\n1\tc\tO\n2\td\tO\n\n`;
    expect(await changedIn(plus("ID FORM NER"), plus("ID FORM TAG"))).toEqual(["a", "c"]);
  });
});

it("several sentences of one line are unchanged together", async () => {
  const line = (text: string) => `${JSON.stringify({ text, spans: [{ start: 0, end: 1, label: "X" }] })}\n`;
  const old = line("a b.\n\nc d.\n\ne f.") + line("g h.");
  expect(await changedIn(old, old)).toEqual([]);
});

it("a record of a JSON document that goes changes no other", async () => {
  const records = ["a", "b", "c", "d"].map((word) => ({ tokens: [word, "x"], ner_tags: ["B-X", "O"] }));
  const document = (list: readonly object[]) => JSON.stringify(list, null, 1);
  const without = document(records.filter((_, k) => k !== 1));
  expect(await changedIn(without, document(records))).toEqual([]);
  expect(await changedIn(without.replace('"d"', '"e"'), document(records))).toEqual(["e"]);
});

describe("JSON Lines", () => {
  const record = (word: string, tag = "B-X") => `{"tokens": ["${word}", "x"], "ner_tags": ["${tag}", "O"]}\n`;
  const old = ["a", "b", "c"].map((word) => record(word)).join("");
  it.each<[string, string, string[]]>([
    ["a record less", record("a") + record("c"), []],
    ["a label", record("a") + record("b", "O") + record("c"), ["b"]],
    ["one more", old + record("d"), ["d"]],
  ])("%s", async (_, now, changed) => {
    expect(await changedIn(now, old)).toEqual(changed);
  });
});

it("misses no sentence that is not there before, whatever has happened", async () => {
  const word = fc.constantFrom("a O", "b O", "c B-X", "d O");
  const sentence = fc.array(word, { minLength: 1, maxLength: 4 }).map((rows) => rows.join("\n"));
  const corpus = fc.array(sentence, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(corpus, corpus, async (old, now) => {
      const [then, current] = [old, [...now, "z B-X\nz O"]].map(text);
      const corpusNow = await read(current);
      const changed = changedSentences(corpusNow, "columns", linesOf(Buffer.from(then)), linesOf(Buffer.from(current)));
      for (const [k, one] of now.entries()) if (!old.includes(one)) expect(changed.has(k)).toBe(true);
      expect(changed.has(now.length)).toBe(true);
      // Of equal sentences, no more are unchanged than there were.
      for (const one of now) {
        const unchanged = now.filter((other, k) => other === one && !changed.has(k));
        expect(unchanged.length).toBeLessThanOrEqual(old.filter((other) => other === one).length);
      }
    }),
  );
});

it("aligns equal elements in order, and everything of equal sequences", () => {
  const sequence = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }).map((list) => Int32Array.from(list));
  fc.assert(
    fc.property(sequence, sequence, (a, b) => {
      const match = [...align(a, b)];
      const pairs = match.flatMap((j, i) => (j < 0 ? [] : [[i, j]]));
      expect(pairs.every(([i, j]) => a[i] === b[j])).toBe(true);
      expect(pairs.every(([, j], p) => p === 0 || pairs[p - 1][1] < j)).toBe(true);
      expect([...align(a, a)]).toEqual([...a.keys()]);
    }),
  );
});

it("measures how alike two versions are by their common lines", () => {
  const share = (a: string, b: string) => similarity(linesOf(Buffer.from(a)), linesOf(Buffer.from(b)));
  expect([share("a\nb\n", "b\na\n"), share("a\nb\n", "a\nc\n"), share("a\n", "b\n"), share("", "")]).toEqual([
    1, 0.5, 0, 0,
  ]);
});

it("knows whether two versions have a line in common", () => {
  const common = (a: string, b: string) => haveCommonLine(linesOf(Buffer.from(a)), linesOf(Buffer.from(b)));
  expect([common("a\nb\n", "a\nc\n"), common("a\nb\n", "b\nc\n")]).toEqual([true, true]);
  expect([common("a\n\nb\n", "c\n\nd\n"), common("", "")]).toEqual([false, false]);
});

it("holds back what has not changed, and nothing of a file that is new", () => {
  const filter = changedFilter((file) => (file === "a" ? new Set([1]) : undefined));
  const ask = (file: string, sentence: number) => filter(sampleFinding({ file, sentence }));
  expect([ask("a", 0), ask("a", 1), ask("b", 0)]).toEqual(["unchanged", null, null]);
});
