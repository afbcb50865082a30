import { readdirSync } from "node:fs";
import type { Finding } from "../../src/findings/report.js";
import { statesFrom } from "../helpers/tokenStates.js";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const KINDS: Record<string, readonly string[]> = {
  PER: ["Anna", "Bruno", "Clara", "David", "Emma", "Felix", "Greta", "Hugo"],
  LOC: ["Paris", "Berlin", "Madrid", "Oslo", "Vienna", "Lisbon", "Zurich"],
  ORG: ["Acme", "Globex", "Initech", "Umbrella"],
};

/** What kind of word it is, and a little of which: an encoder that knows the language. */
function stateOf(token: string): number[] {
  const kinds = Object.values(KINDS).map((words) => (words.includes(token) ? 1 : 0));
  return [...kinds, (token.charCodeAt(0) % 7) / 70, (token.length % 5) / 50];
}

const desk = new Desk({
  "train.conll": train,
  "reference.conll": reference,
  "unseen.conll": "Hugo\tB-PER\nadored\tO\nZurich\tB-LOC\n.\tO\n",
});
const STATES = ["--states", "train.st", "--states", "reference.st"];

beforeAll(async () => {
  for (const name of ["train", "reference", "unseen"]) {
    const { stdout } = await desk.run(["inspect", "--tokens", `${name}.conll`]);
    desk.write(`${name}.st`, statesFrom(stdout, stateOf, { model: "toy" }));
  }
  const { stdout } = await desk.run(["inspect", "--tokens", "train.conll"]);
  desk.write(
    "other.st",
    statesFrom(stdout, (token) => [token.length, 1, 0, 0, token.charCodeAt(0)]),
  );
  const { stdout: unseen } = await desk.run(["inspect", "--tokens", "unseen.conll"]);
  desk.write(
    "wide.st",
    statesFrom(unseen, (token) => [...stateOf(token), 1]),
  );
  desk.write("foreign.st", statesFrom(unseen, stateOf, { model: "another" }));
  const labels = JSON.stringify(["O", "PER"]);
  desk.write("logits.st", statesFrom(stdout, stateOf, { labels, logitsOf: (token) => [0, token === "Anna" ? 9 : -9] }));
});
afterAll(() => desk.remove());

const audit = (...flags: string[]) =>
  desk.run(["audit", "train.conll", "reference.conll", "--format", "json", ...flags]);

it("prints the tokens as they are read, which is what states are made from", async () => {
  const { stdout } = await desk.run(["inspect", "--tokens", "unseen.conll"]);
  expect(stdout).toBe("Hugo\nadored\nZurich\n.\n\n");
  const several = await desk.run(["inspect", "--tokens", "unseen.conll", "train.conll"]);
  expect(several).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("one file at a time") });
});

it("lets a model know words that it was not trained on, from their states", async () => {
  await desk.run(["train", "train.conll", "-m", "s.model", "--states", "train.st", "--lambda", "0.1"]);
  const tagged = await desk.run(["tag", "s.model", "unseen.conll", "--states", "unseen.st"]);
  expect(tagged.stdout).toMatch(/^Zurich\tB-LOC\tB-LOC$/m);
  const scored = await desk.run(["evaluate", "-m", "s.model", "unseen.conll", "--states", "unseen.st"]);
  expect(scored.stdout).toMatch(/100\.00/);
});

it("is named in an audit, which is the same from the cache, with any threads and kernels, and with the model", async () => {
  const first = await audit(...STATES);
  expect(first.code).toBe(1);
  const { tagger, findings } = JSON.parse(first.stdout);
  expect(tagger.states).toMatchObject({ name: "train.st", dimension: 5, columns: 5 });
  expect(findings[0].tokens).toEqual(["Lisbon"]);
  expect((await audit(...STATES)).stdout).toBe(first.stdout);
  expect((await audit(...STATES, "--no-cache", "--threads", "1")).stdout).toBe(first.stdout);
  expect((await audit("--states", "reference.st", "--states", "train.st")).stdout).toBe(first.stdout);
  await desk.run(["train", "train.conll", "-m", "default.model", "--states", "train.st"]);
  expect((await audit("-m", "default.model", ...STATES)).stdout).toBe(first.stdout);
  // Fewer columns, and other states of the same corpus, are other taggers, cache or not.
  const narrow = JSON.parse((await audit(...STATES, "--state-dims", "3")).stdout);
  expect(narrow.tagger.states.columns).toBe(3);
  const other = JSON.parse((await audit("--states", "other.st", "--states", "reference.st")).stdout);
  expect(other.tagger.states.digest).not.toBe(tagger.states.digest);
  expect(other.tagger.objective).not.toBe(tagger.objective);
});

describe("the opinions of two taggers", () => {
  const resultsKept = () => readdirSync(desk.cache).filter((name) => name.startsWith("result-")).length;

  it("make the score and stand in each finding, without states as an audit without them has it", async () => {
    const { stdout } = await audit("--limit", "0", ...STATES);
    const plain = JSON.parse((await audit("--limit", "0", "--patterns", "0")).stdout);
    const scores = new Map<string, number>(
      plain.findings.map(({ fingerprint, score }: Finding) => [fingerprint, score]),
    );
    const { findings } = JSON.parse(stdout);
    const judged = findings.filter(({ opinions, label }: Finding) => opinions && label !== "O");
    expect(judged.length).toBeGreaterThan(40);
    for (const { fingerprint, opinions } of judged) expect(opinions.withoutStates).toBe(scores.get(fingerprint));
    expect(findings[0].opinions.withStates).toBeGreaterThan(0.5);
  });

  it("share the cache with an audit without states", async () => {
    await desk.run(["cache", "clear"]);
    await audit(...STATES);
    const both = resultsKept();
    await audit();
    expect(resultsKept()).toBe(both);
    await audit(...STATES, "--opinions", "states");
    expect(resultsKept()).toBe(both + 1);
  });

  it("are one with --opinions states, and both by default", async () => {
    const alone = JSON.parse((await audit(...STATES, "--opinions", "states")).stdout);
    expect(alone.findings.some((one: Finding) => one.opinions !== undefined)).toBe(false);
    expect((await audit(...STATES, "--opinions", "both")).stdout).toBe((await audit(...STATES)).stdout);
    const verbose = await desk.run(["audit", "train.conll", "reference.conll", "--verbose", ...STATES]);
    expect(verbose.stdout).toMatch(/score without states 0\.\d{3}\s+score with states 0\.\d{3}/);
  });

  it("count without a reference and with held-out folds as well", async () => {
    for (const flags of [[], ["--reference", "cross-fit"]]) {
      const { stdout } = await desk.run([
        ...["audit", "train.conll", "--limit", "0", "--format", "json", "--states", "train.st"],
        ...flags,
      ]);
      expect(JSON.parse(stdout).findings[0].opinions).toMatchObject({ withStates: expect.any(Number) });
    }
  });
});

it("gives another audit where the reference's states change, cache or not", async () => {
  const first = JSON.parse((await audit(...STATES)).stdout);
  const { stdout } = await desk.run(["inspect", "--tokens", "reference.conll"]);
  const kept = statesFrom(stdout, stateOf, { model: "toy" });
  desk.write(
    "reference.st",
    statesFrom(stdout, (token) => stateOf(token).map((x) => -x), { model: "toy" }),
  );
  const second = JSON.parse((await audit(...STATES)).stdout);
  expect(second.tagger.objective).toBe(first.tagger.objective);
  expect(second.influence.referenceLoss).not.toBe(first.influence.referenceLoss);
  desk.write("reference.st", kept);
});

it("takes logits as columns of their own, by their labels' names", async () => {
  const { stdout } = await desk.run(["audit", "train.conll", "--states", "logits.st", "--format", "json"]);
  expect(JSON.parse(stdout).tagger.states).toMatchObject({ dimension: 5, columns: 7 });
});

describe("states of folds", () => {
  const FOLDS = ["--states", "fold0=even.st", "--states", "fold1=odd.st", "--states", "reference.st"];
  const write = (name: string, text: string, sentences: readonly number[]) => {
    const own = text.split(/(?<=\n\n)/).filter((_, k) => sentences.includes(k));
    desk.write(name, statesFrom(own.join(""), stateOf, { model: `without ${name}`, sentences }));
  };
  beforeAll(async () => {
    const { stdout } = await desk.run(["inspect", "--tokens", "train.conll"]);
    const numbers = Array.from(stdout.match(/\n\n/g) ?? [], (_, k) => k);
    const of = (rest: number) => numbers.filter((k) => k % 2 === rest);
    write("even.st", stdout, of(0));
    write("odd.st", stdout, of(1));
    write("short.st", stdout, of(1).slice(1));
    write("both.st", stdout, [0, ...of(1)]);
  });

  it("give the audit of the same states in one file, with the configuration's paths and for models as well", async () => {
    const whole = JSON.parse((await audit(...STATES)).stdout);
    const { code, stdout, stderr } = await audit(...FOLDS);
    expect({ code, stderr }).toMatchObject({ code: 1 });
    const { tagger, findings } = JSON.parse(stdout);
    expect(tagger.states).toEqual({ ...whole.tagger.states, name: "even.st, odd.st" });
    expect(findings).toEqual(whole.findings);
    const states = ["fold0=even.st", "fold1=odd.st", "reference.st"];
    desk.write("folds.config.json", JSON.stringify({ states }));
    expect((await audit("--config", "folds.config.json")).stdout).toBe(stdout);
    await desk.run(["train", "train.conll", "-m", "f.model", ...FOLDS.slice(0, 4)]);
    expect((await audit("-m", "f.model", ...FOLDS)).stdout).toBe(stdout);
  });

  it.each<[string, string[], string]>([
    ["a sentence in none", ["fold1=short.st"], "train.conll: sentence 1 (train.conll:"],
    ["a sentence in two", ["fold1=both.st"], "both.st: sentence 0 (train.conll:1) is in fold 0 as well; put each"],
    ["a fold missing", ["fold2=odd.st"], "train.conll: there is no fold 1; give a file for each fold: --states fold0"],
    ["no such file", ["fold1=none.st"], "none.st: no such file"],
    ["a fold without a file", ["fold1="], "argument 'fold1=' is invalid. Give FILE, or foldN=FILE"],
    ["a fold and the whole", ["fold1=odd.st", "train.st"], "train.st: the states are not those of the tokens of"],
  ])("are refused in one line: %s", async (_name, given, message) => {
    const flags = given.flatMap((one) => ["--states", one]);
    const { code, stdout, stderr } = await desk.run(["audit", "train.conll", "--states", "fold0=even.st", ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.match(/^error: .*/gm)).toHaveLength(1);
  });
});

it("takes logits without states", async () => {
  const { stdout: tokens } = await desk.run(["inspect", "--tokens", "train.conll"]);
  const labels = JSON.stringify(["O", "PER"]);
  const logitsOf = (token: string) => [0, token === "Anna" ? 9 : -9];
  desk.write(
    "alone.st",
    statesFrom(tokens, () => [], { labels, logitsOf }),
  );
  const { code, stdout, stderr } = await desk.run([
    ...["audit", "train.conll", "--states", "alone.st", "--format", "json"],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("error") });
  expect(JSON.parse(stdout).tagger.states).toMatchObject({ dimension: 0, columns: 2 });
  await desk.run(["train", "train.conll", "-m", "logits.model", "--states", "alone.st"]);
  const again = await desk.run([
    "audit",
    "train.conll",
    "-m",
    "logits.model",
    "--states",
    "alone.st",
    "--format",
    "json",
  ]);
  expect(again.stdout).toBe(stdout);
});

it("names states where an influence is explained, and compares influence with retraining", async () => {
  const { line } = JSON.parse((await audit(...STATES)).stdout).findings[0];
  const explained = await desk.run([
    ...["explain", "train.conll", "reference.conll", "--at", `train.conll:${line}`, "--format", "json", ...STATES],
  ]);
  expect(explained.stdout).toContain('"name": "state"');
  const validated = await desk.run([
    ...["validate", "train.conll", "reference.conll", "--pairs", "20", "--format", "json", ...STATES],
  ]);
  expect({ code: validated.code, stderr: validated.stderr }).toMatchObject({ code: 0 });
  expect(JSON.parse(validated.stdout).directions[0].refined).toMatchObject({ pearson: expect.closeTo(1, 2) });
});

it.each<[string, string[], string]>([
  [
    "no states of the reference",
    ["audit", "train.conll", "reference.conll", "--states", "train.st"],
    "reference.conll: none of the token states are those of its tokens (train.st); make them from seginf inspect --tokens reference.conll, whose SHA-256 is ",
  ],
  [
    "states of no corpus",
    ["audit", "train.conll", "--states", "train.st", "--states", "unseen.st"],
    "unseen.st: the states are not those of the tokens of train.conll; leave the file out",
  ],
  ["no such file", ["audit", "train.conll", "--states", "none.st"], "none.st: no such file"],
  [
    "a model without its states",
    ["tag", "s.model", "unseen.conll"],
    "s.model: the model was trained with token states of toy, 5 numbers each; give those of the corpus with --states",
  ],
  [
    "states for a model without",
    ["tag", "plain.model", "unseen.conll", "--states", "unseen.st"],
    "plain.model: the model was trained without token states; leave out --states",
  ],
  [
    "states of another width",
    ["tag", "s.model", "unseen.conll", "--states", "wide.st"],
    "wide.st: states of 6 numbers, where the tagger was trained with 5; make them as those of",
  ],
  [
    "states of another encoder",
    ["tag", "s.model", "unseen.conll", "--states", "foreign.st"],
    "foreign.st: states of the model another, where the tagger was trained with those of toy; make",
  ],
  [
    "opinions without states",
    ["audit", "train.conll", "--opinions", "both"],
    "--opinions both without token states; name them with --states or --encoder",
  ],
  ["dimensions for a model", ["audit", "train.conll", "-m", "s.model", "--state-dims", "3"], "--state-dims"],
])("is refused in one line: %s", async (_name, args, message) => {
  await desk.run(["train", "train.conll", "-m", "plain.model"]);
  const { code, stdout, stderr } = await desk.run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr.match(/^error: .*/gm)).toHaveLength(1);
});
