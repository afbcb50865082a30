import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const PATH_OF: Record<string, string> = { PER: "0000", LOC: "0001", ORG: "0010", O: "1" };

/** Each word's cluster is its kind, so a word that training lacks is known by its cluster alone. */
const paths = (() => {
  const rows = new Map([["zurich", PATH_OF.LOC]]);
  for (const line of `${reference}\n${train}`.split("\n").filter((row) => row !== "")) {
    const [word, tag] = line.split("\t");
    rows.set(word.toLowerCase(), PATH_OF[tag.replace("B-", "")]);
  }
  return Array.from(rows, ([word, path], i) => `${path}\t${word}\t${1000 - i}\n`).join("");
})();

const desk = new Desk({
  "train.conll": train,
  "reference.conll": reference,
  "unseen.conll": "Hugo\tB-PER\nadored\tO\nZurich\tB-LOC\n.\tO\n",
  paths,
  "other.paths": paths.replace("0001\tzurich", "0010\tzurich"),
  "bad.paths": `${paths}2\tx\t1\n`,
});
afterAll(() => desk.remove());

it("lets a model know words that it was not trained on, without the file", async () => {
  const { code } = await desk.run(["train", "train.conll", "-m", "c.model", "--clusters", "paths", "--lambda", "0.1"]);
  expect(code).toBe(0);
  const tagged = await desk.run(["tag", "c.model", "unseen.conll"]);
  expect(tagged.stdout).toMatch(/^Zurich\tB-LOC\tB-LOC$/m);
  // The same word in the cluster of firms is one.
  await desk.run(["train", "train.conll", "-m", "o.model", "--clusters", "other.paths", "--lambda", "0.1"]);
  expect((await desk.run(["tag", "o.model", "unseen.conll"])).stdout).toMatch(/^Zurich\tB-LOC\tB-ORG$/m);
});

it.each([
  ["bad.paths", /^error: bad\.paths:\d+: "2" is not a path of 0 and 1; give the paths file of wcluster/],
  ["-", /-: no such file; check the path/],
  ["none.paths", /none\.paths: no such file; check the path/],
])("is refused in one line: %s", async (file, message) => {
  const { code, stdout, stderr } = await desk.run(["train", "train.conll", "-m", "x.model", "--clusters", file]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

it("is named in an audit, which is the same from the cache, with any threads, and with the model", async () => {
  const audit = (...flags: string[]) =>
    desk.run(["audit", "train.conll", "reference.conll", "--format", "json", ...flags]);
  const first = await audit("--clusters", "paths");
  expect(first.code).toBe(1);
  const { tagger } = JSON.parse(first.stdout);
  expect(tagger.clusters).toMatchObject({ name: "paths", words: paths.split("\n").length - 1 });
  expect((await audit("--clusters", "paths")).stdout).toBe(first.stdout);
  expect((await audit("--clusters", "paths", "--no-cache", "--threads", "1")).stdout).toBe(first.stdout);
  // Other clusters are another tagger, cache or not.
  const other = JSON.parse((await audit("--clusters", "other.paths")).stdout);
  expect(other.tagger.clusters.digest).not.toBe(tagger.clusters.digest);
  await desk.run(["train", "train.conll", "-m", "default.model", "--clusters", "paths"]);
  expect((await audit("-m", "default.model")).stdout).toBe(first.stdout);
});

it("names clusters by their frequent words where an influence is explained", async () => {
  const audited = await desk.run([
    "audit",
    "train.conll",
    "reference.conll",
    "--clusters",
    "paths",
    "--format",
    "json",
  ]);
  const [{ line }] = JSON.parse(audited.stdout).findings;
  const { stdout, stderr } = await desk.run([
    ...["explain", "train.conll", "reference.conll", "--at", `train.conll:${line}`],
    ...["--clusters", "paths", "--format", "json"],
  ]);
  expect(stderr).not.toContain("error");
  expect(stdout).toMatch(/cluster(\d+)?\[-?[01]\]=[01]+ \([^)]+\)/);
});
