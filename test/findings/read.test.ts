import { Readable } from "node:stream";
import type { RankedFinding } from "../../src/findings/ranked.js";
import { readFindings } from "../../src/findings/read.js";
import { json, jsonl } from "../../src/report/json.js";
import { sampleFinding, sampleReport } from "../report/sample.js";

async function read(text: string): Promise<RankedFinding[]> {
  const found: RankedFinding[] = [];
  const stdin = Readable.from([Buffer.from(text)], { objectMode: false });
  for await (const finding of readFindings("-", stdin)) found.push(finding);
  return found;
}

const failure = (text: string): Promise<string> =>
  read(text).then(
    (found) => `read ${found.length}`,
    (error: Error) => `${error.name}: ${error.message}`,
  );

const report = sampleReport([sampleFinding(), sampleFinding({ rank: 2, tokens: ["x\u2028y"] })]);
const lines = [...jsonl(report)].join("");
const document = [...json(report)].join("");

it("reads what the reporters write, and the same from each", async () => {
  const found = await read(lines);
  expect(found.map(({ rank }) => rank)).toEqual([1, 2]);
  expect(found[1].tokens).toEqual(["x\u2028y"]);
  expect(await read(document)).toEqual(found);
  expect(await read(JSON.stringify(JSON.parse(document)))).toEqual(found);
  expect(await read(`\n${lines.trimEnd()}`)).toEqual(found);
});

it("reads an empty file as no findings", async () => {
  expect(await read("")).toEqual([]);
  expect(await read('{"findings": []}')).toEqual([]);
});

it("takes files of versions that knew fewer signals", async () => {
  const { replacement, ...old } = sampleFinding();
  expect(replacement).not.toBeNull();
  const signals = { influence: -1, relabelInfluence: -2, loss: 3, marginal: 0.1 };
  expect((await read(JSON.stringify({ ...old, signals })))[0].signals).toEqual(signals);
});

it.each([
  ["a corpus", "EU\tB-ORG\n", "SeginfError: <stdin>:1: this is not JSON; give what"],
  ["a line cut short", `${lines.split("\n")[0]}\n{"rank": 2,`, "SeginfError: <stdin>:2: this is not JSON; give what"],
  ["a document cut short", document.slice(0, -20), "SeginfError: <stdin>: this is not JSON; give what"],
  ["another document", '{\n"a": 1\n}', "SeginfError: <stdin>: this JSON document holds no findings; give what"],
  ["a number", "3\n", "SeginfError: <stdin>:1: not a finding: it is not an object; give what"],
  ["no span", `${JSON.stringify({ ...sampleFinding(), end: undefined })}\n`, "SeginfError: <stdin>:1: not a finding: it lacks end; give"], // biome-ignore format: one row a case
  ["a word as score", `${JSON.stringify({ ...sampleFinding(), score: "1" })}\n`, "SeginfError: <stdin>:1: not a finding: score is not a number; give"], // biome-ignore format: one row a case
])("refuses %s in one line", async (_, text, message) => {
  const said = await failure(text);
  expect(said).toContain(message);
  expect(said).not.toContain("\n");
});
