import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { preambleLength, preambleParts } from "../../src/storage/envelope.js";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const LEVELS = 120_000;
const deep = "[".repeat(LEVELS) + "]".repeat(LEVELS);
const deepObject = `${'{"a":'.repeat(LEVELS)}1${"}".repeat(LEVELS)}`;

/** A file whose checksum is right, whatever its header. */
function sealed(kind: string, version: number, header: string): Buffer {
  const seal = { kind, version };
  const [before, after] = preambleParts(seal, preambleLength(seal) + header.length, header.length);
  const digest = createHash("sha256").update(before).update(after).update(header).digest("hex");
  return Buffer.from(before + digest + after + header);
}

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
afterAll(() => desk.remove());
mkdirSync(join(desk.directory, "package"));
const saved = (await desk.run(["audit", "train.conll", "reference.conll", "--format", "json", "-q"])).stdout;
const line = (await desk.run(["audit", "train.conll", "reference.conll", "--format", "jsonl", "-q"])).stdout.split(
  "\n",
)[0];

const inside = (json: string, key: string, value: string) => json.replace(/\}\s*$/, `,"${key}":${value}}\n`);

describe.each([
  ["arrays", deep],
  ["objects", deepObject],
])("deep %s", (_, json) => {
  it.each<[string, string | Buffer, string]>([
    ["c.json", json, "config --config"],
    ["c.json", `{"lambda": ${json}}`, "config --config"],
    ["package.json", `{"seginf": ${json}}`, "config --config"],
    ["b.json", json, "audit train.conll reference.conll --baseline"],
    ["b.json", `{"schemaVersion": 1, "entries": [${json}]}`, "audit train.conll reference.conll --baseline"],
    ["v.json", `{"schemaVersion": 1, "entries": ${json}}`, "fix train.conll"],
    ["f.json", json, "report"],
    ["f.json", inside(saved, "more", json), "report"],
    ["f.json", inside(saved, "more", json), "fix train.conll"],
    ["f.json", inside(saved, "more", json), "review"],
    ["f.jsonl", inside(line, "more", json), "score --gold reference.conll"],
    ["f.json", inside(saved, "more", json), "score --gold reference.conll"],
    ["l.json", json, "inspect train.conll --labels"],
    ["m.seginf", sealed("model", 2, json), "audit train.conll reference.conll -m"],
    ["m.seginf", sealed("model", 2, `{"header": {"a": ${json}}, "sections": []}`), "tag --vectors none"],
    ["m.seginf", sealed("model", 2, `{"header": {"a": ${json}}, "sections": []}`), "evaluate train.conll -m"],
    ["t.json", json, "inspect"],
    ["t.json", `{"data": ${json}}`, "inspect"],
    ["t.json", `[{"tokens": ["a", "b"], "ner_tags": ["O", "B-X"], "meta": ${json}}]`, "audit"],
    ["t.jsonl", `{"tokens": ${json}, "ner_tags": ["O", "B-X"]}\n`, "inspect"],
    ["t.jsonl", `{"text": "a b", "spans": ${json}}\n`, "inspect"],
    ["p.jsonl", `${json}\n`, "evaluate train.conll"],
  ])("in %s are one line: %#", async (name, content, command) => {
    const file = name === "package.json" ? "package/package.json" : name;
    desk.write(file, content);
    const args = command.startsWith("tag") ? ["tag", file, "train.conll"] : [...command.split(" "), file];
    const { code, stdout, stderr } = await desk.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toContain(name === "m.seginf" ? "is damaged" : "levels deep");
    expect(stderr.length).toBeLessThan(300);
  });

  it("in a package.json without settings are nobody's business", async () => {
    desk.write("package/package.json", `{"other": ${json}}`);
    expect(await desk.run(["config", "-q"], { cwd: "package" })).toMatchObject({ code: 0, stderr: "" });
  });
});
