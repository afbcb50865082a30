import { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const gold = train.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`);
const desk = new Desk({ "train.conll": train, "reference.conll": reference, "gold.conll": gold });
afterAll(() => desk.remove());

const audit = (...args: string[]) => desk.run(["audit", "train.conll", "reference.conll", "-q", ...args]);
desk.write("findings.json", (await audit("--format", "json")).stdout);

it("makes the page that the audit itself makes, the same each time, with the cache and without", async () => {
  expect(await desk.run(["report", "findings.json", "-o", "report.html"])).toEqual({ code: 0, stdout: "", stderr: "" });
  const page = desk.read("report.html");
  expect(page).toMatch(/^<!doctype html>[\s\S]*<h1>train\.conll<\/h1>[\s\S]*<\/html>\n$/);
  expect((await desk.run(["report", "-"], { input: desk.read("findings.json") })).stdout).toBe(page);
  expect((await audit("--format", "html")).stdout).toBe(page);
  expect((await audit("--format", "html", "--no-cache")).stdout).toBe(page);
});

it("holds the findings against a corrected corpus, as seginf score does", async () => {
  desk.write("all.json", (await audit("--format", "json", "--limit", "0")).stdout);
  const { stdout, stderr } = await desk.run(["report", "all.json", "--gold", "gold.conll"]);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/gold\.conll corrects 3 segments; the \d+ findings here are about 3 of them\./);
  const { findings } = JSON.parse(/id="data">(.*?)<\/script>/s.exec(stdout)![1]);
  const planted = findings.filter(({ tokens }: { tokens: string[] }) => tokens.includes(PLANTED));
  expect(new Set(planted.map(({ outcome }: { outcome: string }) => outcome))).toEqual(new Set(["corrected"]));
  expect(findings.filter(({ outcome }: { outcome: string }) => outcome === "right").length).toBe(
    findings.length - planted.length,
  );
  // Named by its path in the report; found elsewhere with --train, and refused where it is another corpus.
  expect((await desk.run(["report", "all.json", "--gold", "gold.conll", "--train", "train.conll"])).stdout).toBe(
    stdout,
  );
  for (const [flags, message] of [
    [["--train", "train.conll"], "error: --train without --gold; give the corrected corpus as well\n"],
    [["--gold", "reference.conll"], /^error: reference\.conll(?::\d+)?: /],
    [
      ["--gold", "gold.conll", "--train", "gold.conll"],
      /^error: gold\.conll:\d+: the audit saw "Lisbon" labelled ORG here, not LOC: the corpus has changed; /,
    ],
    [["--gold", "none.conll"], /^error: none\.conll: no such file; /],
    [
      ["--gold", "gold.conll", "-o", "gold.conll"],
      /^error: gold\.conll: this would overwrite an input of the same run/,
    ],
  ] as const) {
    const refused = await desk.run(["report", "all.json", ...flags]);
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: "" });
    if (typeof message === "string") expect(refused.stderr).toBe(message);
    else expect(refused.stderr).toMatch(message);
  }
});

it("refuses what is no report, and to write over it", async () => {
  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await desk.run(["report", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };
  expect(await refused("train.conll")).toBe(
    "error: train.conll: this is no JSON; give a report of seginf audit --format json\n",
  );
  expect(await refused("findings.json", "-o", "findings.json")).toContain(
    "this would overwrite an input of the same run",
  );
});
