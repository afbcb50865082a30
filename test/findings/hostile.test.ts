import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { loadSettings } from "../../src/cli/config/load.js";
import { SeginfError } from "../../src/errors.js";
import { readFindings } from "../../src/findings/read.js";
import { readJson } from "../../src/findings/saved/read.js";
import { checkedReport } from "../../src/findings/saved/report.js";
import { checkVerdicts, verdictText } from "../../src/findings/verdicts/index.js";
import { json, jsonl } from "../../src/report/json.js";
import { parseJsonFile } from "../../src/storage/jsonFile.js";
import { shared, testWith } from "../corpus/helpers.js";
import { temporaryDirectory } from "../storage/temporary.js";
import { SAMPLES } from "./samples.js";

const stdin = (text: string) => Readable.from([Buffer.from(text)], { objectMode: false });
const directory = temporaryDirectory();

const SETTINGS = `{
  // what is audited
  "train": "train.conll",
  "reference": "dev.conll",
  "lambda": 0.5,
  "cache": false,
  "format": ["text", "json=findings.json"]
}
`;

/** Everything that reads JSON which people or other programs may have changed. */
const READERS: Record<string, { text: string; read: (text: string) => unknown }> = {
  "a report": {
    text: [...json(SAMPLES.findings)].join(""),
    read: async (text) => checkedReport((await readJson("-", stdin(text), "give a report")).value, "r.json"),
  },
  "lines of findings": {
    text: [...jsonl(SAMPLES.findings)].join(""),
    read: async (text) => {
      for await (const _ of readFindings("-", stdin(text)));
    },
  },
  verdicts: {
    text: verdictText(SAMPLES.verdicts.entries),
    read: (text) => checkVerdicts(parseJsonFile("v.json", text)),
  },
  "a configuration": {
    text: SETTINGS,
    read: (text) => {
      const path = join(directory(), "seginf.config.json");
      writeFileSync(path, text);
      return loadSettings({ path, key: null });
    },
  },
};

/** What reading comes to: null, or the one line that the user is told. */
async function outcome(read: (text: string) => unknown, text: string): Promise<string | null> {
  try {
    await read(text);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(SeginfError);
    const { message } = error as Error;
    expect(message).not.toMatch(/[\n\r]/);
    expect(message.length).toBeLessThan(500);
    return message;
  }
}

/** A few places of a text written over, taken out, or filled with what JSON is made of. */
const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 40 }),
    by: fc.oneof(
      fc.constantFrom("", "{", "}", "[", "]", ",", ":", '"', "\\", "\n", "null", "-1", "1e999", "[[[[", '{"a":', "//"),
      fc.string({ maxLength: 8 }),
      fc.json({ maxDepth: 3 }),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

describe.each(Object.entries(READERS))("%s", (_, { text, read }) => {
  test("is read as it was written", async () => {
    expect(await outcome(read, text)).toBeNull();
  });

  test("is read or refused in one line, whatever has happened to it", async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(damage, async (places) => {
        const damaged = places.reduce((whole, { at, length, by }) => {
          const start = Math.floor(at * whole.length);
          return whole.slice(0, start) + by + whole.slice(start + length);
        }, text);
        if ((await outcome(read, damaged)) !== null) refused++;
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  test("is refused in one line where it is any other JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (other) => {
        await outcome(read, other);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["arrays", "[".repeat(3000) + "]".repeat(3000)],
    ["objects", `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`],
    ["brackets that nothing closes", "[{".repeat(100_000)],
    ["arrays in a field", `{"entries":${"[".repeat(100_000)}${"]".repeat(100_000)},"findings":[]}`],
  ])("is refused in one line where thousands of %s stand in one another", async (_, deep) => {
    const message = await outcome(read, deep);
    if (!deep.includes('"findings":[]')) expect(message).not.toBeNull();
  });
});

test("text in which brackets stand within strings and comments is not deep", () => {
  const text = `{ "a": "${"[".repeat(500)}" } // ${"{".repeat(500)}`;
  expect(parseJsonFile("c.json", text, true).value).toEqual({ a: "[".repeat(500) });
});

test("a hundred levels are read, one more is not, and the line is told", () => {
  const nested = (levels: number) => `${"[".repeat(levels - 1)}\n[\n${"]".repeat(levels)}`;
  expect(() => parseJsonFile("c.json", nested(100))).not.toThrow();
  expect(() => parseJsonFile("c.json", nested(101))).toThrow("c.json:2: nested more than 100 levels deep");
});

const SHARED = shared("hostile/deep");
testWith("hostile/deep")("files of others with 3,000 levels are refused in one line", async () => {
  const deep = readFileSync(join(SHARED, "verdicts-3000-deep.json"), "utf8");
  expect(await outcome(READERS.verdicts!.read, deep)).toContain("v.json:1: nested more than 100 levels deep");
  const config = readFileSync(join(SHARED, "seginf.config.json"), "utf8");
  expect(await outcome(READERS["a configuration"]!.read, config)).toContain("nested more than 100 levels deep");
});

test("a curve has as many figures as iterations", () => {
  const { tagger, influence } = SAMPLES.findings;
  const trained = { ...SAMPLES.findings, tagger: { ...tagger, curve: { ...tagger.curve, objective: [] } } };
  expect(() => checkedReport(JSON.parse([...json(trained)].join("")), "r.json")).toThrow(
    "tagger.curve has lists of different lengths",
  );
  const curve = { iterations: [1, 2], relativeResidual: [0.5] };
  const solved = { ...SAMPLES.findings, influence: influence && { ...influence, curve } };
  expect(() => checkedReport(JSON.parse([...json(solved)].join("")), "r.json")).toThrow(
    "influence.curve has lists of different lengths",
  );
});
