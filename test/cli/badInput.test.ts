import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const desk = new Desk({
  "train.conll": train,
  "reference.conll": reference,
  "empty.conll": "",
  "blank.conll": " \n\t\n\n",
  "binary.conll": Buffer.from("Anna\tB-PER\n\0\x01\x02\n"),
  "latin1.conll": Buffer.from("Anna\tB-PER\nflew\tO\nZ\xfcrich\tB-LOC\n", "latin1"),
  "ragged.conll": "Anna\tB-PER\nflew\tO\textra\n",
  "one-label.conll": "Anna\tO\nflew\tO\n",
  "cut.conll.gz": gzipSync(train).subarray(0, 120),
  "events.conll": reference.replace("Paris\tB-LOC", "Paris\tB-EVENT"),
  "bad.jsonl": '{"tokens": ["Anna"], "ner_tags": ["B-PER", "O"]}\n',
  "bad.tpl": "U00:%x[0,0]\nQ01:%x[0,0]\n",
  "no.tpl": "# nothing\n",
  "far.tpl": "U00:%x[0,7]\n",
});
mkdirSync(join(desk.directory, "folder"));
afterAll(() => desk.remove());

const cases: [what: string, command: string, message: string][] = [
  ["a missing file", "audit nothing.conll reference.conll", "nothing.conll: no such file; check the path"],
  ["a missing reference", "audit train.conll nothing.conll", "nothing.conll: no such file; check the path"],
  ["a directory", "audit folder reference.conll", "folder: this is a directory; name a file in it"],
  [
    "an empty file",
    "audit empty.conll reference.conll",
    "empty.conll: the file is empty; give a corpus with one token a line",
  ],
  ["a file of blanks", "audit blank.conll reference.conll", "blank.conll: "],
  [
    "a binary file",
    "audit binary.conll reference.conll",
    "binary.conll:2: a NUL byte: this is a binary file; give a text file in UTF-8",
  ],
  [
    "invalid UTF-8",
    "audit latin1.conll reference.conll",
    "latin1.conll:3: not valid UTF-8; it looks like windows-1252: pass --encoding windows-1252",
  ],
  [
    "a ragged row",
    "audit ragged.conll reference.conll",
    "ragged.conll:2: a ragged row: 3 columns where line 1 has 2; fix the row",
  ],
  [
    "a label column that is not there",
    "audit train.conll reference.conll --label-column 5",
    "train.conll:1: the label column 5 is not there: the row has 2 columns; choose from 1 to 2",
  ],
  [
    "a named column without names",
    "audit train.conll reference.conll --label-column NER",
    'train.conll: the column "NER" is named, but the file names no columns',
  ],
  [
    "a training file with one label",
    "audit one-label.conll reference.conll",
    'one-label.conll: every token is labelled "O"; check --label-column',
  ],
  [
    "a reference with one label",
    "audit train.conll one-label.conll",
    'one-label.conll: every token is labelled "O"; check --label-column',
  ],
  [
    "a truncated gzip",
    "audit cut.conll.gz reference.conll",
    "cut.conll.gz: the gzip stream ends too soon; the file is cut short",
  ],
  [
    "a label that training lacks",
    "audit train.conll events.conll",
    "train.conll has no tag B-EVENT (1×); fix them or pass --allow-unseen",
  ],
  ["malformed JSONL", "train bad.jsonl -m x.model", "bad.jsonl:1: 1 tokens but 2 tags; give one tag a token"],
  [
    "a scheme that the tags are not in",
    "audit train.conll reference.conll --scheme BIOES",
    "train.conll: the scheme is BIOES, but no tag begins with E- or S-",
  ],
  ["two times standard input", "audit - -", 'standard input can be only one of the files; give "-" once'],
  ["the same in evaluate", "evaluate - -", 'standard input can be only one of the files; give "-" once'],
  [
    "targets that mean nothing",
    "audit train.conll reference.conll --targets some",
    '--targets some is not understood; give "errors", "all" or FILE:LINE',
  ],
  [
    "a template that is none",
    "train train.conll -m x.model --template bad.tpl",
    'bad.tpl:2: "Q01:%x[0,0]" is not a template; write lines such as',
  ],
  [
    "a template file without templates",
    "train train.conll -m x.model --template no.tpl",
    "no.tpl: no feature template in the file",
  ],
  [
    "a template file that is not there",
    "train train.conll -m x.model --template nothing.tpl",
    "nothing.tpl: no such file; check the path given with --template",
  ],
  [
    "a template of a column that is not there",
    "train train.conll -m x.model --template far.tpl",
    "train.conll:1: the further column 8 is not there",
  ],
  [
    "an output in no directory",
    "audit train.conll reference.conll -o nowhere/out",
    "nowhere/out: cannot be written: its directory does not exist; create the directory first",
  ],
  [
    "a directory for output",
    "audit train.conll reference.conll -o folder",
    "folder: is a directory; give the name of a file",
  ],
  [
    "a model in no directory",
    "train train.conll -m nowhere/x.model",
    "nowhere/x.model: cannot be written: its directory does not exist",
  ],
  [
    "an output over an input",
    "audit train.conll reference.conll -o ./train.conll",
    "./train.conll: this would overwrite an input of the same run; choose another name",
  ],
  [
    "a model over its corpus",
    "train train.conll -m train.conll",
    "train.conll: this would overwrite an input of the same run",
  ],
  ["an output without a name", "audit train.conll reference.conll --output=", "an output has no name; give the name"],
  ["nothing to score", "evaluate train.conll", "nothing to score; give either a file of predictions or --model"],
  [
    "predictions for other words",
    "evaluate train.conll reference.conll",
    "; both files must hold the same words in the same sentences",
  ],
];

it.each(cases)("says %s in one line, and nothing else", async (_, command, message) => {
  const { code, stdout, stderr } = await desk.run(command.split(" "));
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^error: [^\n]*\n$/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(desk.read("train.conll")).toBe(train);
});

it("leaves out labels that training lacks with --allow-unseen", async () => {
  const { code, stdout } = await desk.run(["audit", "train.conll", "events.conll", "--allow-unseen"]);
  expect(code).toBe(1);
  expect(stdout).toContain("Lisbon");
});

it("names the nearest segments where FILE:LINE is none", async () => {
  const { code, stderr } = await desk.run([
    "audit",
    "train.conll",
    "reference.conll",
    "--targets",
    "reference.conll:2",
    "-q",
  ]);
  expect(stderr).toMatch(
    /^error: reference\.conll:2: no reference segment in this line; the nearest are in the lines /,
  );
  expect(code).toBe(2);
});
