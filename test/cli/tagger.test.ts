import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const desk = new Desk({
  "train.conll": train,
  "reference.conll": reference,
  "reference.conll.gz": gzipSync(reference),
  "dos.conll": `# a comment\r\n${reference.replaceAll("\n", "\r\n")}`,
  "words.conll": reference.replace(/\t.*/g, ""),
  "train.jsonl": jsonl(train),
  "reference.jsonl": jsonl(reference),
  "train.conllu": conllu(train),
  "reference.conllu": conllu(reference),
  "words.tpl": "# words and their neighbours\nU00:%x[0,0]\nU01:%x[-1,0]/%x[0,0]\nB\n",
});
const trained = await desk.run(["train", "train.conll", "-m", "ner.model"]);
afterAll(() => desk.remove());

function jsonl(columns: string): string {
  const sentences = columns.trimEnd().split("\n\n");
  return sentences
    .map((rows) => rows.split("\n").map((row) => row.split("\t")))
    .map((rows) => `${JSON.stringify({ tokens: rows.map(([word]) => word), ner_tags: rows.map(([, tag]) => tag) })}\n`)
    .join("");
}

/** The tags without their prefixes as UPOS. */
function conllu(columns: string): string {
  let id = 0;
  return `${columns
    .trimEnd()
    .split("\n")
    .map((row) => {
      const [word, tag] = row.split("\t");
      id = word === "" ? 0 : id + 1;
      return word === "" ? "" : `${id}\t${word}\t_\t${tag.replace("B-", "")}\t_\t_\t_\t_\t_\t_`;
    })
    .join("\n")}\n\n`;
}

it("trains, with a word on how that went", () => {
  expect(trained).toMatchObject({ code: 0, stdout: "" });
  expect(trained.stderr).toMatch(/^4 labels, \d+ features, scheme BIO\n\d+ iterations, objective [\d.]+, ‖∇L‖ /);
});

it("writes the same model each time", async () => {
  await desk.run(["train", "train.conll", "-m", "again.model"]);
  const bytes = (name: string) => readFileSync(join(desk.directory, name));
  expect(bytes("again.model").equals(bytes("ner.model"))).toBe(true);
});

describe("tag", () => {
  it.each(["reference.conll", "dos.conll", "words.conll"])("keeps all bytes of %s but the new column", async (name) => {
    const { code, stdout } = await desk.run(["tag", "ner.model", name]);
    expect(code).toBe(0);
    expect(
      stdout
        .split("\n")
        .map((line) => line.replace(/\t[^\t\r]+(?=\r?$)/, ""))
        .join("\n"),
    ).toBe(desk.read(name));
    expect(stdout).toContain("B-PER");
  });

  it("reads standard input and gzip, and writes with -o", async () => {
    const { stdout } = await desk.run(["tag", "ner.model", "reference.conll"]);
    expect((await desk.run(["tag", "ner.model", "-"], { input: reference })).stdout).toBe(stdout);
    expect((await desk.run(["tag", "ner.model", "reference.conll.gz"])).stdout).toBe(stdout);
    expect(await desk.run(["tag", "ner.model", "reference.conll", "-o", "tagged.conll"])).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(desk.read("tagged.conll")).toBe(stdout);
  });

  it("does not write over its model", async () => {
    const { code, stderr } = await desk.run(["tag", "ner.model", "reference.conll", "-o", "ner.model"]);
    expect(code).toBe(2);
    expect(stderr).toContain("ner.model: this would overwrite an input of the same run");
  });
});

describe("evaluate", () => {
  it("prints conlleval's figures", async () => {
    const { code, stdout, stderr } = await desk.run(["evaluate", "-m", "ner.model", "reference.conll"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
"label  precision  recall      F1  gold  predicted  correct
LOC       100.00   75.00   85.71     8          6        6
ORG        81.82  100.00   90.00     9         11        9
PER       100.00  100.00  100.00    11         11       11
total      92.86   92.86   92.86    28         28       26

79 tokens, 97.47% of them tagged as in the gold standard
"
`);
  });

  it.each([
    ["columns", "conll"],
    ["JSONL", "jsonl"],
    ["CoNLL-U", "conllu"],
  ])("scores what tag wrote as it scores the model: %s", async (_, format) => {
    const gold = `reference.${format}`;
    await desk.run(["train", `train.${format}`, "-m", "format.model"]);
    const tagged = (await desk.run(["tag", "format.model", gold])).stdout;
    desk.write(`tagged.${format}`, tagged);
    const expected = (await desk.run(["evaluate", "-m", "format.model", gold, "--format", "json"])).stdout;
    // Lisbon is wrong, so this is not the gold standard scored against itself.
    expect(JSON.parse(expected).total.f1).toBeLessThan(100);
    expect((await desk.run(["evaluate", gold, `tagged.${format}`, "--format", "json"])).stdout).toBe(expected);
    const piped = await desk.run(["evaluate", gold, "-", "--format", "json", "--input-format", inputFormat(format)], {
      input: tagged,
    });
    expect(piped.stdout).toBe(expected);
  });

  it("takes --predicted-column at its word", async () => {
    desk.write("tagged.conll", (await desk.run(["tag", "ner.model", "reference.conll"])).stdout);
    const { stdout } = await desk.run(["evaluate", "reference.conll", "tagged.conll", "--predicted-column", "2"]);
    expect(stdout).toMatch(/^total +100\.00 +100\.00 +100\.00/m);
  });
});

const inputFormat = (extension: string): string => (extension === "conll" ? "columns" : extension);

describe("audit -m", () => {
  it("gives the findings that training gives", async () => {
    const audit = ["audit", "train.conll", "reference.conll", "--format", "json", "--limit", "0", "--no-cache"];
    const loaded = await desk.run([...audit, "-m", "ner.model"]);
    expect(loaded.code).toBe(1);
    expect(loaded.stdout).toBe((await desk.run(audit)).stdout);
  });

  it("refuses another corpus", async () => {
    const { code, stdout, stderr } = await desk.run([
      "audit",
      "reference.conll",
      "train.conll",
      "-m",
      "ner.model",
      "-q",
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^error: ner\.model: the model was not trained on the words and labels that reference\.conll holds now; [^\n]*\n$/,
    );
  });

  it("reads under the model's scheme", async () => {
    await desk.run(["train", "train.conll", "-m", "iob1.model", "--scheme", "IOB1"]);
    const { stdout } = await desk.run([
      "audit",
      "train.conll",
      "reference.conll",
      "-m",
      "iob1.model",
      "--format",
      "json",
    ]);
    expect(JSON.parse(stdout).train.scheme).toBe("IOB1");
  });
});

describe("a model that is", () => {
  const model = () => readFileSync(join(desk.directory, "ner.model"));
  it.each([
    ["truncated", () => model().subarray(0, -100)],
    ["edited", () => Buffer.concat([model().subarray(0, -1), Buffer.from([model()[model().length - 1] ^ 1])])],
    ["of another program", () => Buffer.from("lCRF whatever\n")],
    ["empty", () => Buffer.alloc(0)],
  ])("%s is refused in one line", async (_, bytes) => {
    writeFileSync(join(desk.directory, "bad.model"), bytes());
    const commands = [
      ["tag", "bad.model", "reference.conll"],
      ["evaluate", "-m", "bad.model", "reference.conll"],
      ["audit", "-m", "bad.model", "train.conll", "reference.conll"],
    ];
    for (const command of commands) {
      const { code, stdout, stderr } = await desk.run(command);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^error: bad\.model: [^\n]*; [^\n]*\n$/);
    }
  });
});

it("takes a CRF++ template file", async () => {
  expect((await desk.run(["train", "train.conll", "-m", "words.model", "--template", "words.tpl"])).code).toBe(0);
  expect((await desk.run(["evaluate", "-m", "words.model", "reference.conll"])).stdout).toMatch(/^total /m);
  const { code } = await desk.run(["audit", "train.conll", "reference.conll", "--template", "words.tpl"]);
  expect(code).toBe(1);
});
