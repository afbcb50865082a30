import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

// A corpus, a model or a baseline comes from anywhere: it is data, and nothing of it runs. Each test is one place where it
// might.

const WORDS = [
  "::set-output",
  "name=x::y",
  "::add-mask::a",
  "##[add-path]/tmp",
  "##vso[task.setvariable",
  "##teamcity[x]",
  "</script><script>globalThis.ran=1</script>",
  '"><img/src=x/onerror=alert(1)>',
  '=HYPERLINK("http://x")',
  "@SUM(A1)",
  "-1+1",
  "\u001b]0;owned\u0007",
  "\u001b[2J\u009b31m",
  "\u202eevil",
  "$(touch${IFS}ran)",
  "`touch${IFS}ran`",
  "%0A::error::x",
];
const LABELS = ["::set-env", "##[x]", "<b>", "=1+1", "\u001b[31m", "'\"&"];

/** Two sentences for each word: as a name, and among others. */
const hostile = WORDS.map((word, i) => {
  const label = LABELS[i % LABELS.length];
  return [
    `# sent_id = ${word}\n${word}\tB-${label}\nflew\tO\nto\tO\n${word}\tO\n.\tO\n`,
    `${word}\tO\nAnna\tB-PER\nflew\tO\n${word}\tB-PER\n`,
  ].join("\n");
}).join("\n");
const corpus = `${train}\n${hostile}`;
const FLAGS = ["--no-cache", "--threads", "1", "--limit", "0", "--threshold", "0", "--allow-unseen"];

const desk = new Desk({ "train.conll": corpus, "reference.conll": `${reference}\n${hostile}` });
afterAll(() => desk.remove());

const audited = async (format: string, ...more: string[]) => {
  const { code, stdout, stderr } = await desk.run([
    ...["audit", "train.conll", "reference.conll", ...FLAGS],
    ...["--format", format, ...more],
  ]);
  expect(code).toBe(1);
  return { stdout, stderr };
};

/** GitHub's own commands are the format's; any other is the corpus's. */
const COMMAND =
  /^\s*::(?!(?:error|warning|notice) file=train\.conll,|(?:error|warning|notice) file=reference\.conll,)|##(?:\[|vso\[|teamcity\[)/m;

describe("the workflow log: no line is a command of the corpus", () => {
  it.each(["text", "json", "jsonl", "csv", "tsv", "sarif", "github", "gitlab", "junit"])("%s", async (format) => {
    const { stdout, stderr } = await audited(format);
    expect(stdout).toContain("set-output");
    expect(stdout.split("\n").filter((line) => COMMAND.test(line))).toEqual([]);
    expect(stderr.split("\n").filter((line) => COMMAND.test(line))).toEqual([]);
  });

  it("an error that quotes the corpus", async () => {
    desk.write("bad.conll", `${train}\n::stop-commands::x\n`);
    const { stderr } = await desk.run(["audit", "bad.conll", "::set-env name=a::b.conll", ...FLAGS]);
    expect(stderr.split("\n").filter((line) => COMMAND.test(line))).toEqual([]);
  });
});

const CONTROL = /[^\P{Cc}\n\t\r]|[\u202a-\u202e\u2066-\u2069]/u;

describe("the terminal: no control character", () => {
  it.each(["text", "json", "jsonl", "sarif", "github", "gitlab", "junit"])("%s", async (format) => {
    const { stdout, stderr } = await audited(format);
    expect(stdout).not.toMatch(CONTROL);
    expect(stderr).not.toMatch(CONTROL);
  });

  it("inspect, explain and evaluate", async () => {
    for (const args of [
      ["inspect", "train.conll"],
      ["explain", "train.conll", "reference.conll", "--no-cache", "--allow-unseen", "--at", "train.conll:1"],
      ["evaluate", "reference.conll", "reference.conll"],
    ]) {
      const { stdout, stderr } = await desk.run(args);
      expect(stdout + stderr).not.toMatch(CONTROL);
      expect((stdout + stderr).split("\n").filter((line) => COMMAND.test(line))).toEqual([]);
    }
  });
});

it("the page: the corpus ends no element and begins none", async () => {
  const { stdout } = await audited("html");
  expect(stdout).toContain("globalThis.ran");
  expect(stdout).not.toContain("<script>globalThis.ran");
  expect(stdout).not.toMatch(/<img/);
  // The page forbids what it does not bring itself.
  expect(stdout).toMatch(/Content-Security-Policy/);
});

it.each([
  ["csv", ","],
  ["tsv", "\t"],
])("the spreadsheet: no cell of %s is a formula", async (format, separator) => {
  const { stdout } = await audited(format);
  const cells = stdout.split("\n").flatMap((line) => line.split(separator));
  const isNumber = (cell: string) => cell !== "" && Number.isFinite(Number(cell));
  expect(cells.filter((cell) => /^"?[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell) && !isNumber(cell))).toEqual([]);
});

it("git: neither a commit's name nor a file's is an option, and no program of the repository's runs", async () => {
  const { code, stderr } = desk.shell(
    [
      "git init -q . && git config user.email a@b && git config user.name a",
      "printf '* diff=evil filter=evil\\n' > .gitattributes",
      "git config diff.evil.textconv 'touch ran; cat' && git config diff.evil.command 'touch ran'",
      "git config diff.external 'touch ran' && cp train.conll ./--output=ran",
      "git add -A && git commit -qm x && printf 'Anna\\tB-PER\\n\\n' >> train.conll && rm -f ran",
      "seginf audit train.conll reference.conll --no-cache -q --allow-unseen --diff-base HEAD >/dev/null; test $? -le 1 || exit 3",
      "seginf audit train.conll reference.conll --no-cache -q --allow-unseen --diff-base=--output=ran >/dev/null; test $? = 2 || exit 4",
      "seginf audit ./--output=ran reference.conll --no-cache -q --allow-unseen --diff-base HEAD >/dev/null",
      "test ! -e ran",
    ].join("\n"),
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/\n\s+at /) });
});

describe("a baseline", () => {
  it("with hostile text is shown as text", async () => {
    await desk.run(["baseline", "write", "train.conll", "reference.conll", ...FLAGS.slice(0, 3), ...FLAGS.slice(5)]);
    const written = JSON.parse(readFileSync(join(desk.directory, "seginf.baseline.json"), "utf8"));
    for (const entry of written.entries) Object.assign(entry, { text: WORDS.join(" "), label: LABELS[4] });
    for (const entry of written.entries) entry.fingerprint = entry.fingerprint.replace(/^./, "f");
    desk.write("seginf.baseline.json", JSON.stringify(written));
    const { stdout, stderr } = await desk.run([
      "baseline",
      "check",
      "train.conll",
      "reference.conll",
      ...FLAGS.slice(0, 3),
      "--allow-unseen",
    ]);
    expect(stdout + stderr).not.toMatch(CONTROL);
    expect((stdout + stderr).split("\n").filter((line) => COMMAND.test(line))).toEqual([]);
  });

  it("cannot reach prototypes", async () => {
    desk.write("evil.json", '{"schemaVersion": 1, "entries": [], "__proto__": {"polluted": true}}');
    const { stderr } = await desk.run([
      "baseline",
      "check",
      "train.conll",
      "reference.conll",
      "--baseline",
      "evil.json",
    ]);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
