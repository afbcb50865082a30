import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { obtainStates } from "../../src/cached/states.js";
import type { Encoder } from "../../src/encoder/encoder.js";
import { sealStates, wordsDigest } from "../../src/features/states/table.js";
import { Cache } from "../../src/storage/index.js";
import { corpusOf } from "../helpers/corpora.js";

const directory = mkdtempSync(join(tmpdir(), "seginf-states-"));
afterAll(() => rmSync(directory, { recursive: true }));

const corpus = corpusOf("Leeds/B-ORG won/O", "It/O rained/O");
let encoded = 0;
const encoder = (identity: object): Encoder => ({
  ...{ name: "tiny", model: "m", identity },
  head: () => Promise.reject(new Error("not asked for")),
  async encode({ words }) {
    encoded++;
    const values = Float32Array.from({ length: 2 * words.ids.length }, (_, i) => i / 3);
    const text = { tokens: words.ids.length, corpus: wordsDigest(corpus) };
    return sealStates({ name: "tiny", model: "m", dimension: 2, values, ...text });
  },
});

it("states of a corpus are computed once for an encoder, whatever runs it and however often", async () => {
  const cache = new Cache(directory, () => {});
  const states = async (identity: object, threads: number) => {
    const { rows, ...figures } = await obtainStates(encoder(identity), corpus, { threads }, cache);
    return { ...figures, values: [...rows(0, 4)], last: [...rows(3, 1)] };
  };
  const first = await states({ layer: 1 }, 1);
  expect(first.last).toEqual([6, 7].map((i) => Math.fround(i / 3)));
  expect(await states({ layer: 1 }, 2)).toEqual(first);
  expect(encoded).toBe(1);
  await states({ layer: 2 }, 1);
  expect(encoded).toBe(2);
});

it("states of another text are other states, and labels do not count", async () => {
  const cache = new Cache(directory, () => {});
  encoded = 0;
  await obtainStates(encoder({ layer: 1 }), corpusOf("Leeds/O won/O", "It/O rained/B-X"), { threads: 1 }, cache);
  expect(encoded).toBe(0);
  await obtainStates(encoder({ layer: 1 }), corpusOf("Leeds/B-ORG lost/O", "It/O rained/O"), { threads: 1 }, cache);
  expect(encoded).toBe(1);
});
