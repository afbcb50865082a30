import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
afterAll(() => desk.remove());

const audit = (...args: string[]) => desk.run(["audit", "train.conll", "reference.conll", "-q", ...args]);
desk.write("findings.json", audit("--format", "json").stdout);

it("makes the page that the audit itself makes, the same each time, with the cache and without", () => {
  expect(desk.run(["report", "findings.json", "-o", "report.html"])).toEqual({ code: 0, stdout: "", stderr: "" });
  const page = desk.read("report.html");
  expect(page).toMatch(/^<!doctype html>[\s\S]*<h1>train\.conll<\/h1>[\s\S]*<\/html>\n$/);
  expect(desk.run(["report", "-"], { input: desk.read("findings.json") }).stdout).toBe(page);
  expect(audit("--format", "html").stdout).toBe(page);
  expect(audit("--format", "html", "--no-cache").stdout).toBe(page);
});

it("refuses what is no report, and to write over it", () => {
  const refused = (...args: string[]) => {
    const { code, stdout, stderr } = desk.run(["report", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };
  expect(refused("train.conll")).toBe(
    "error: train.conll: this is no JSON; give a report of seginf audit --format json\n",
  );
  expect(refused("findings.json", "-o", "findings.json")).toContain("this would replace an input of the same run");
});
