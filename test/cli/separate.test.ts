import { linkSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeTinyEncoder } from "../helpers/encoders.js";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const desk = new Desk({
  "train.conll": train,
  "reference.conll": reference,
  "v.vec": "a 1 2\nb 2 3\n",
  "t.tpl": "U00:%x[0,0]\n",
  "labels.txt": "O\nB-PER\n",
  "base.json": '{"schemaVersion": 1, "entries": []}\n',
  "seginf.config.json": "{}\n",
  "other.json": "{}\n",
  "states.npy": "",
});
afterAll(() => desk.remove());
const path = (name: string): string => join(desk.directory, name);
symlinkSync("train.conll", path("link.conll"));
linkSync(path("train.conll"), path("hard.conll"));
symlinkSync(".", path("here"));
writeTinyEncoder(path("tiny"));
symlinkSync("not-yet.json", path("ahead.json"));
desk.shell("seginf train train.conll -m m.seginf --no-config; mkfifo pipe");
await desk.run(["audit", "train.conll", "reference.conll", "--format", "json=findings.json", "--no-config"]);
const files = ["train.conll", "reference.conll", "v.vec", "t.tpl", "labels.txt", "base.json", "seginf.config.json"];
const before = files.map((name) => desk.read(name));
const audit = "audit train.conll reference.conll";

const overwrites = (name: string) =>
  `error: ${name}: this would overwrite an input of the same run; choose another name\n`;

it.each([
  [`${audit} -o`, "train.conll"],
  [`${audit} -o`, "./here/./train.conll"],
  [`${audit} -o`, "link.conll"],
  [`${audit} -o`, "hard.conll"],
  [`${audit} -o`, path("train.conll")],
  [`${audit} -o`, "reference.conll"],
  ["audit *.conll reference.conll -o", "hard.conll"],
  [`${audit} --vectors v.vec -o`, "v.vec"],
  [`${audit} --template t.tpl --format text --format csv=`, "t.tpl"],
  [`${audit} --labels labels.txt -o`, "labels.txt"],
  [`${audit} -m m.seginf -o`, "m.seginf"],
  [`${audit} --baseline base.json -o`, "base.json"],
  [`${audit} -o`, "seginf.config.json"],
  [`${audit} --config other.json -o`, "other.json"],
  [`${audit} --encoder tiny -o`, "tiny/config.json"],
  [`${audit} --encoder tiny/onnx/model.onnx -o`, "tiny/tokenizer.json"],
  ["tag m.seginf train.conll --encoder tiny -o", "tiny/onnx/model.onnx"],
  [`${audit} --states fold0=states.npy --states fold1=other.npy -o`, "states.npy"],
  ["explain train.conll reference.conll --at reference.conll:1 --vectors v.vec -o", "v.vec"],
  ["validate train.conll reference.conll -o x.txt --plot", "link.conll"],
  ["train train.conll --vectors v.vec -m", "v.vec"],
  ["train train.conll -m", "hard.conll"],
  ["tag m.seginf train.conll --vectors v.vec -o", "v.vec"],
  ["tag m.seginf train.conll -o", "train.conll"],
  ["fix train.conll findings.json --min-score 0.9 --labels labels.txt -o", "labels.txt"],
  ["fix train.conll findings.json --min-score 0.9 -o", "findings.json"],
  ["review findings.json -o", "here/findings.json"],
  ["report findings.json --gold reference.conll -o", "train.conll"],
  ["score findings.json --gold reference.conll -o", "train.conll"],
  ["baseline write train.conll reference.conll --force --baseline", "train.conll"],
  ["baseline write train.conll reference.conll --force --from base.json --baseline", "base.json"],
  ["baseline update train.conll reference.conll --vectors v.vec --from base.json --baseline", "base.json"],
  ["init train.conll --force -o", "train.conll"],
  ["init --force -o", "train.conll"],
])("%s %s is refused before the work", async (line, output) => {
  const args = line.endsWith("=") ? `${line}${output}`.split(" ") : [...line.split(" "), output];
  expect(await desk.run(args)).toEqual({ code: 2, stdout: "", stderr: overwrites(output) });
  expect(files.map((name) => desk.read(name))).toEqual(before);
});

it("fix does not write its decisions or settings in place of a corpus", async () => {
  symlinkSync("findings.json", path("corpus.conll"));
  const { code, stderr } = await desk.run("fix corpus.conll findings.json --min-score 0.9 --in-place".split(" "));
  expect({ code, stderr }).toEqual({ code: 2, stderr: overwrites("corpus.conll") });
});

const both = (name: string) => `error: ${name}: two formats have this output file; name two files\n`;

it.each([
  [["--format", "json=a.out", "--format", "csv=a.out"], "a.out"],
  [["--format", "json=a.out", "--format", "csv=./here/a.out"], "./here/a.out"],
  [["--format", "json=a.out", "--format", "csv", "-o", "here/a.out"], "here/a.out"],
  [["--format", "json=A.out", "--format", "csv=a.out"], "a.out"],
  [["--format", "json=\u00e4", "--format", "csv=a\u0308"], "a\u0308"],
  [["--format", "json=ahead.json", "--format", "csv=not-yet.json"], "not-yet.json"],
  [["--format", "json=pipe", "--format", "csv=pipe"], "pipe"],
  [["--format", "json=/dev/stdout", "--format", "csv"], "/dev/stdout"],
  [["--format", "json=/dev/stdout", "--format", "csv=/dev/fd/1"], "/dev/fd/1"],
])("two outputs to one place are refused: %j", async (flags, name) => {
  const { code, stdout, stderr } = await desk.run([...audit.split(" "), ...flags]);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/: two formats have this output file; name two files\n$/);
  expect(code).toBe(2);
  expect([both(name), both("a.out")]).toContain(stderr);
});

it("several outputs to the null device are fine", async () => {
  const flags = ["--format", "json=/dev/null", "--format", "csv=/dev/null", "-q", "--exit-zero"];
  expect(await desk.run([...audit.split(" "), ...flags])).toEqual({ code: 0, stdout: "", stderr: "" });
});

it("standard streams that a shell redirects are seen through", () => {
  desk.write("own.conll", train);
  const append = desk.shell("seginf audit own.conll reference.conll >> own.conll");
  expect([append.code, append.stderr]).toEqual([
    2,
    "error: standard output is an input of the same run; redirect it to another file\n",
  ]);
  const over = desk.shell("seginf audit - reference.conll -o own.conll < own.conll");
  expect([over.code, over.stderr]).toEqual([2, overwrites("own.conll")]);
  expect(readFileSync(path("own.conll"), "utf8")).toBe(train);
});

it("init may replace the settings that apply, and a review goes on in its file", async () => {
  expect((await desk.run(["init", "train.conll", "reference.conll", "--force"])).code).toBe(0);
});
