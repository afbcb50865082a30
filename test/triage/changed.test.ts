import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diffSince } from "../../src/pipeline/git.js";
import { changedFilter, changedLines, changedSentences } from "../../src/triage/changed.js";
import { read } from "../corpus/helpers.js";
import { sampleFinding } from "../report/sample.js";

const directory = mkdtempSync(join(tmpdir(), "seginf-git-"));
const file = join(directory, "train.conll");
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false", ...args], {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const sentences = ["a O\nb O\nc O", "d O\ne O", "f O", "g O\nh O\ni O"];
const text = (list: readonly string[]) => `${list.join("\n\n")}\n`;
git("init", "-q", "-b", "main");
writeFileSync(file, text(sentences));
git("add", ".");
git("commit", "-q", "-m", "one");

/** The first words of the sentences that changed, against what is committed. */
async function changedIn(content: string): Promise<string[] | null> {
  writeFileSync(file, content);
  const diff = await diffSince("HEAD", file);
  if (diff === null) return null;
  const corpus = await read(content);
  const changed = [...changedSentences(corpus, changedLines(diff))].sort((a, b) => a - b);
  return changed.map((k) => corpus.words.values[corpus.words.ids[corpus.sentenceStart[k]]]);
}

it.each<[string, string, string[]]>([
  ["nothing", text(sentences), []],
  ["a label", text(sentences).replace("e O", "e B-X"), ["d"]],
  ["a new sentence", text([...sentences.slice(0, 2), "n O\nm O", ...sentences.slice(2)]), ["n"]],
  ["a sentence less", text([sentences[0], ...sentences.slice(2)]), []],
  ["the first sentence less", text(sentences.slice(1)), []],
  ["the last sentence less", text(sentences.slice(0, 3)), []],
  ["a word less within", text(sentences).replace("b O\n", ""), ["a"]],
  ["a word less at the end", text(sentences).replace("\nc O", ""), ["a"]],
  ["a word less at the beginning", text(sentences).replace("g O\n", ""), ["h"]],
  ["a sentence parted", text(sentences).replace("h O", "h O\n"), ["g", "i"]],
  ["one more blank line", text(sentences).replace("f O\n", "f O\n\n"), []],
  ["two sentences joined", text(sentences).replace("c O\n", "c O"), ["a"]],
  ["line endings", text(sentences).replaceAll("\n", "\r\n"), []],
  ["two places", text(sentences).replace("a O", "a B-X").replace("i O", "i B-X"), ["a", "g"]],
])("%s", async (_, content, changed) => {
  expect(await changedIn(content)).toEqual(changed);
});

it("a file that git does not know has changed as a whole", async () => {
  const other = join(directory, "new.conll");
  writeFileSync(other, text(sentences));
  expect(await diffSince("HEAD", other)).toBeNull();
});

it("another branch counts from where this one left it", async () => {
  writeFileSync(file, text(sentences));
  git("checkout", "-q", "-b", "work");
  git("checkout", "-q", "main");
  writeFileSync(file, text(sentences).replace("a O", "a B-THEIRS"));
  git("commit", "-q", "-a", "-m", "theirs");
  git("checkout", "-q", "work");
  expect(await changedIn(text(sentences).replace("f O", "f B-OURS"))).toEqual(["f"]);
  writeFileSync(file, text(sentences).replace("f O", "f B-OURS"));
  const diff = await diffSince("main", file);
  expect(diff).toContain("+f B-OURS");
  expect(diff).not.toContain("THEIRS");
});

it.each([
  ["no-such-branch", "train.conll", "--diff-base: git has no commit no-such-branch; fetch it first"],
  ["--output=x", "train.conll", "--diff-base: git has no commit --output=x"],
  ["HEAD", "a.conll.gz", "--diff-base needs a plain file, which git can compare"],
])("%s of %s is refused", async (reference, name, message) => {
  await expect(diffSince(reference, join(directory, name))).rejects.toThrow(message);
});

it("no repository is refused", async () => {
  const outside = mkdtempSync(join(tmpdir(), "seginf-nogit-"));
  await expect(diffSince("HEAD", join(outside, "a.conll"))).rejects.toThrow("--diff-base needs a git repository");
  rmSync(outside, { recursive: true });
});

it("holds back what has not changed, and nothing of a file that is new", () => {
  const filter = changedFilter(new Map([["a", new Set([1])]]));
  const ask = (file: string, sentence: number) => filter(sampleFinding({ file, sentence }));
  expect([ask("a", 0), ask("a", 1), ask("b", 0)]).toEqual(["unchanged", null, null]);
});
