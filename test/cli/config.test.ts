import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "jsonc-parser";
import { publishedConfig } from "../docs/published.js";
import { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "dev.conll": reference });
mkdirSync(join(desk.directory, "inner"));
afterAll(() => desk.remove());

const settings = (content: object) => desk.write("seginf.config.json", JSON.stringify(content));

const initialised = await desk.run(["init"]);

describe("seginf init", () => {
  const { code, stdout, stderr } = initialised;

  it("finds the corpora and tells what it saw", () => {
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatchInlineSnapshot(`
"train.conll: 43 sentences, 245 tokens, 86 segments, 3 labels (LOC, ORG, PER), scheme BIO
dev.conll: 14 sentences, 79 tokens, 28 segments, 3 labels (LOC, ORG, PER), scheme BIO
wrote seginf.config.json; seginf audit reads it from now on
"
`);
  });

  it("writes a commented file that the schema accepts", () => {
    const text = desk.read("seginf.config.json");
    expect(text).toMatchInlineSnapshot(`
"{
  // The corpus to audit: 43 sentences, 245 tokens, 86 segments, 3 labels (LOC, ORG, PER), scheme BIO.
  "train": "train.conll",

  // A corpus with more reliable labels: 14 sentences, 79 tokens, 28 segments, 3 labels (LOC, ORG, PER), scheme BIO.
  "reference": "dev.conll",

  // Tag scheme: detected; fixed here so that a stray tag cannot change it.
  "scheme": "BIO",

  // Accepted findings, so that only new ones count; written by seginf baseline write.
  "baseline": "seginf.baseline.json",

  // Frequently changed settings with their defaults; seginf config lists all settings.
  // Lowest score of a finding.
  // "threshold": 0.5,
  // Number of findings to print, broken tags not counted; 0 for all.
  // "limit": 25,
  // Reference segments to compute influence on: errors, all, or FILE:LINE.
  // "targets": "errors",
  // L2 regularisation (λ/2)‖θ‖²; twice CRFsuite's c2.
  // "lambda": 1,
}
"
`);
    const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(publishedConfig() as object);
    expect(valid(parse(text))).toBe(true);
  });

  it("makes seginf audit need no arguments", async () => {
    const { code, stdout } = await desk.run(["audit", "--limit", "1"]);
    expect(code).toBe(1);
    expect(stdout).toContain(`[ ${PLANTED} ]`);
    expect(stdout).toContain("train      train.conll ");
  });

  it("never replaces a file unasked", async () => {
    const again = await desk.run(["init"]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("error: seginf.config.json: the file exists already; pass --force");
    expect((await desk.run(["init", "--force"])).code).toBe(0);
  });

  it("sees ragged rows and labels that training lacks", async () => {
    desk.write("ragged.conll", train.replace("Paris\tB-LOC", "Paris\t_\tB-LOC"));
    desk.write("more.conll", `${reference}\nX\tB-NEW\n`);
    expect((await desk.run(["init", "ragged.conll", "more.conll", "-o", "other.json"])).code).toBe(0);
    expect(parse(desk.read("other.json"))).toMatchObject({ allowRagged: true, allowUnseen: true, scheme: "BIO" });
  });

  it("says what is missing", async () => {
    const empty = new Desk();
    expect((await empty.run(["init"])).stderr).toContain("error: no corpus in this directory; name the files");
    empty.write("a.conll", train);
    empty.write("b.conll", reference);
    expect((await empty.run(["init"])).stderr).toContain(
      "error: no file is called train among a.conll, b.conll; name the files",
    );
    empty.remove();
  });
});

describe("order", () => {
  const limitOf = async (...args: string[]) => {
    const { stdout, stderr } = await desk.run(["audit", "train.conll", "dev.conll", "--format", "jsonl", ...args]);
    expect(stderr).not.toContain("error");
    return stdout.split("\n").length - 1;
  };

  it("command line over file over default", async () => {
    settings({});
    const byDefault = await limitOf();
    settings({ limit: 3 });
    expect([byDefault, await limitOf(), await limitOf("--limit", "2"), await limitOf("--no-config")]).toEqual([
      25, 3, 2, 25,
    ]);
  });

  it("a flag of the file can be taken back", async () => {
    settings({ exitZero: true, quiet: true });
    const args = ["audit", "train.conll", "dev.conll"];
    expect(await desk.run(args)).toMatchObject({ code: 0, stderr: "" });
    expect(await desk.run([...args, "--no-exit-zero"])).toMatchObject({ code: 1, stderr: "" });
    expect((await desk.run([...args, "--no-quiet"])).stderr).toContain("train.conll: ");
  });

  it("files of the file stand in only where the command line names none", async () => {
    settings({ train: "train.conll", reference: "dev.conll" });
    const inner = await desk.run(["audit", "--limit", "1", "--exit-zero", "-q"], { cwd: "inner" });
    expect(inner).toMatchObject({ code: 0, stderr: "" });
    expect(inner.stdout).toContain("../train.conll");
  });

  it("settings of other commands are no trouble", async () => {
    settings({ lambda: 2, cgTolerance: 0.01 });
    expect((await desk.run(["cache", "ls"])).code).toBe(0);
  });
});

describe("seginf config", () => {
  it("tells each value and where it comes from", async () => {
    settings({ lambda: 2, cache: false });
    const { code, stdout } = await desk.run(["config"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^lambda +2 +seginf\.config\.json:1$/m);
    expect(stdout).toMatch(/^cache +false +seginf\.config\.json:1$/m);
    expect(stdout).toMatch(/^threshold +0\.5 +default$/m);
    expect(stdout).toMatch(/^scheme +- +default$/m);
    const { file, settings: all } = JSON.parse((await desk.run(["config", "--format", "json"])).stdout);
    expect(file).toBe("seginf.config.json");
    expect(all.lambda).toEqual({ value: 2, source: "file", line: 1 });
    expect(all.threshold).toEqual({ value: 0.5, source: "default", line: null });
  });
});

it.each(["audit", "config", "cache ls"])("seginf %s refuses a wrong file in one line", async (command) => {
  desk.write("seginf.config.json", '{\n  "limt": 3\n}');
  const { code, stdout, stderr } = await desk.run(command.split(" "));
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    'error: seginf.config.json:2: there is no setting "limt"; did you mean "limit"? seginf config lists all settings\n',
  );
});

it("says so where the named file is not there", async () => {
  const { code, stderr } = await desk.run(["config", "--config", "none.json"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "error: none.json: no such file; check the path given with --config\n",
  });
});

describe("a corpus alone", () => {
  const alone = new Desk({ "corpus.conll": train });
  afterAll(() => alone.remove());
  const json = async (...args: string[]) =>
    (await alone.run(["audit", "--format", "json", "-q", "--exit-zero", ...args])).stdout;

  it("is found, and its settings may ask for cross-fit in place of a reference", async () => {
    expect((await alone.run(["init"])).code).toBe(0);
    const text = alone.read("seginf.config.json");
    expect(parse(text)).toMatchObject({ train: "corpus.conll" });
    expect(await json()).toBe(await json("--no-config", "corpus.conll"));
    alone.write("seginf.config.json", text.replace('// "reference": "dev.conll"', '"reference": "cross-fit=3"'));
    expect(await json()).toBe(await json("--no-config", "corpus.conll", "--reference", "cross-fit=3"));
    expect(await json("--reference", "cross-fit=2")).toBe(
      await json("--no-config", "corpus.conll", "--reference", "cross-fit=2"),
    );
    expect((await alone.run(["explain", "--at", "corpus.conll:1"])).stderr).toContain("missing argument: reference");
    expect((await alone.run(["config"])).stdout).toContain('"cross-fit=3"');
    alone.write("seginf.config.json", text.replace('// "reference": "dev.conll"', '"reference": "cross-fit=1"'));
    expect((await alone.run(["audit"])).stderr).toMatch(
      /^error: seginf\.config\.json:\d+: "reference" is "cross-fit=1"; give cross-fit/,
    );
  });

  it("has the command line's --reference go before the settings' file", async () => {
    alone.write("seginf.config.json", '{ "train": "corpus.conll", "reference": "corpus.conll" }');
    expect(await json("--reference", "cross-fit=3")).toBe(
      await json("--no-config", "corpus.conll", "--reference", "cross-fit=3"),
    );
  });
});

describe("seginf init among other files", () => {
  const notes = "Notes on the corpus\n\nIt was annotated twice.\n";
  const found = async (files: Record<string, string>) => {
    const here = new Desk({
      "notes.txt": notes,
      "requirements.txt": "numpy 1.0\n",
      "labels.json": '["PER"]',
      ...files,
    });
    const { code, stderr } = await here.run(["init", "-q"]);
    const settings = code === 0 ? here.read("seginf.config.json") : "";
    here.remove();
    const of = (key: string) => new RegExp(`^  "${key}": "(.*)",$`, "m").exec(settings)?.[1] ?? null;
    return { code, stderr, train: of("train"), reference: of("reference") };
  };
  const blanks = (text: string) => text.replaceAll("\t", " ");

  it.each<[string, Record<string, string>, string, string | null]>([
    ["train.txt and ref.txt", { "train.txt": blanks(train), "ref.txt": blanks(reference) }, "train.txt", "ref.txt"],
    ["*.iob2", { "en-train.iob2": train, "en-dev.iob2": reference }, "en-train.iob2", "en-dev.iob2"],
    ["eng.train", { "eng.train": train, "eng.testa": reference, "eng.testb": reference }, "eng.train", "eng.testa"],
    ["no endings", { train, valid: reference }, "train", "valid"],
    ["a name that says nothing", { "mine.tsv": train, "gold.tsv": reference }, "mine.tsv", "gold.tsv"],
    ["a corpus alone", { "mine.txt": blanks(train) }, "mine.txt", null],
  ])("finds %s by what they hold", async (_, files, train, reference) => {
    expect(await found(files)).toEqual({ code: 0, stderr: "", train, reference });
  });

  it("takes no prose for a corpus", async () => {
    expect(await found({ "train.txt": notes })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no corpus in this directory"),
    });
  });
});
