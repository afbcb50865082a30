import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readStates } from "../../../src/features/states/read.js";
import { wordsDigest } from "../../../src/features/states/table.js";
import { corpusOf } from "../../helpers/corpora.js";
import { rejection, temporaryDirectory } from "../../storage/temporary.js";

const directory = temporaryDirectory();
const digest = "ab".repeat(32);
const floats = Buffer.from(Float32Array.of(1, -2, 0.5, 4, 0, -0.25).buffer);
const tensor = { dtype: "F32", shape: [3, 2], data_offsets: [0, 24] };

function safetensors(header: unknown, data: Uint8Array = floats): Buffer {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

function npy(header: string, data: Uint8Array = floats, version = 1): Buffer {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(header.length);
  else length.writeUInt32LE(header.length);
  return Buffer.concat([
    Buffer.from(`\x93NUMPY${String.fromCharCode(version, 0)}`, "latin1"),
    length,
    Buffer.from(header),
    data,
  ]);
}

const metadata = { corpus: digest };
const good = safetensors({ __metadata__: metadata, states: tensor });
const HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }\n";

async function read(name: string, bytes: Uint8Array, beside?: string) {
  const path = join(directory(), name);
  await writeFile(path, bytes);
  if (beside !== undefined) await writeFile(`${path}.sha256`, beside);
  return readStates(path);
}

it("reads the same states from safetensors and from .npy of any version", async () => {
  const states = await read("s.safetensors", good);
  expect(states).toMatchObject({ name: "s.safetensors", tokens: 3, dimension: 2, corpus: digest });
  expect([...states.rows(0, 3)]).toEqual([1, -2, 0.5, 4, 0, -0.25]);
  expect([...states.rows(1, 2)]).toEqual([0.5, 4, 0, -0.25]);
  for (const version of [1, 2, 3]) {
    const again = await read(`${version}.npy`, npy(HEADER, floats, version), `${digest}\n`);
    expect(again).toMatchObject({ tokens: 3, dimension: 2, corpus: digest, digest: states.digest, model: null });
    expect(again.rows(0, 3)).toEqual(states.rows(0, 3));
  }
});

it.each([
  ["F16", Buffer.from(Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x4400, 0x8000, 0x0001).buffer), 2 ** -24],
  ["BF16", Buffer.from(Uint16Array.of(0x3f80, 0xc000, 0x3f00, 0x4080, 0x8000, 0xbe80).buffer), -0.25],
  ["F64", Buffer.from(Float64Array.of(1, -2, 0.5, 4, -0, -0.25).buffer), -0.25],
])("reads %s, among other tensors", async (dtype, data, last) => {
  const states = { ...tensor, dtype, data_offsets: [24, 24 + data.length] };
  const embeddings = tensor;
  const file = safetensors({ embeddings, __metadata__: metadata, states }, Buffer.concat([floats, data]));
  expect([...(await read("s.safetensors", file)).rows(0, 3)]).toEqual([1, -2, 0.5, 4, -0, last]);
});

it("has a digest of the numbers and the dimension alone", async () => {
  const { digest: first } = await read("a.safetensors", good);
  const wide = await read(
    "b.safetensors",
    safetensors({ __metadata__: metadata, states: { ...tensor, shape: [2, 3] } }),
  );
  const moved = await read("c.safetensors", safetensors({ __metadata__: { corpus: "cd".repeat(32) }, states: tensor }));
  expect(wide.digest).not.toBe(first);
  expect(moved.digest).toBe(first);
});

const without = { __metadata__: metadata, states: { ...tensor, shape: [3] } };
it.each<[string, Uint8Array, string]>([
  ["s.safetensors", good.subarray(0, 5), "this is not a safetensors file, or it is cut short"],
  ["s.safetensors", good.subarray(0, 40), "this is not a safetensors file, or it is cut short"],
  ["s.safetensors", good.subarray(0, good.length - 1), 'the data of "states" do not have the length of 3 × 2 numbers'],
  ["s.safetensors", Buffer.alloc(64, 255), "this is not a safetensors file"],
  ["s.safetensors", safetensors("{"), "the header of the safetensors file is not what it should be"],
  ["s.safetensors", safetensors([]), "the file has no tensor"],
  [
    "s.safetensors",
    safetensors({ state: tensor }),
    'the file has no tensor "states" and no "logits"; write the tensor "states" with',
  ],
  ["s.safetensors", safetensors({ states: { ...tensor, shape: [-3, -2] } }), "is not a tensor"],
  ["s.safetensors", safetensors({ states: { ...tensor, dtype: "I8" } }), '"states" holds I8; store it as F16'],
  ["s.safetensors", safetensors({ states: { ...tensor, dtype: "toString" } }), '"states" holds toString'],
  ["s.safetensors", safetensors(without), '"states" has 1 dimensions; give it two'],
  ["s.safetensors", safetensors({ states: { ...tensor, shape: [1e15, 1e15] } }), "do not have the length"],
  ["s.safetensors", safetensors({ states: tensor }), 'the digest of the tokens is not in its metadata, as "corpus"'],
  ["n.npy", npy(HEADER), "the digest of the tokens is not in n.npy.sha256; write it there: the SHA-256 of what"],
  ["s.npy", good, "this is not a .npy file, or it is cut short"],
  ["s.npy", npy(HEADER).subarray(0, 30), "the header of the .npy file is not what it should be"],
  ["s.npy", npy(HEADER).subarray(0, 80), "its data do not have the length of 3 × 2 numbers"],
  ["s.npy", npy(HEADER.replace("<f4", "|O")), "the array holds |O; write it with numpy.save"],
  ["s.npy", npy(HEADER.replace("False", "True")), "the array is stored by columns; pass it through"],
  ["s.npy", npy(HEADER.replace("(3, 2)", "(6,)")), "the array has 1 dimensions"],
])("refuses in one line: %s, case %#", async (name, bytes, message) => {
  const error = (await rejection(read(name, bytes))) as Error;
  expect(error.message).toContain(message);
  expect(error).toMatchObject({ name: "SeginfError" });
  expect(error.message).not.toContain("\n");
});

it("names the token whose state is not a number", async () => {
  const data = Buffer.from(Float32Array.of(1, 2, 3, Number.NaN, 5, 6).buffer);
  const error = await rejection(read("s.safetensors", safetensors({ __metadata__: metadata, states: tensor }, data)));
  expect((error as Error).message).toContain("the state of token 2 holds what is not a number");
});

const logits = { dtype: "F32", shape: [3, 1], data_offsets: [24, 36] };
const withLogits = (
  labels: unknown,
  tensors: object = { logits: { ...logits, shape: [3, 2], data_offsets: [24, 48] } },
) =>
  safetensors(
    { __metadata__: { ...metadata, labels, model: "mine" }, states: tensor, ...tensors },
    Buffer.concat([floats, Buffer.from(Float32Array.of(0, 0, 3, 1, 100, -100).buffer)]),
  );

it("reads logits as log-probabilities behind the states, none below −10", async () => {
  const states = await read("s.safetensors", withLogits('["O","B-X"]'));
  expect(states).toMatchObject({ dimension: 2, labels: ["O", "B-X"], model: "mine" });
  const rows = [...states.rows(0, 3)];
  const logZ = Math.log(Math.exp(2) + 1);
  [1, -2, -Math.LN2, -Math.LN2, 0.5, 4, 2 - logZ, -logZ, 0, -0.25, 0, -10].forEach((x, i) => {
    expect(rows[i]).toBeCloseTo(x, 6);
  });
  expect(states.digest).not.toBe((await read("g.safetensors", good)).digest);
});

it.each([
  [
    withLogits("O,B-X"),
    'the metadata\'s "labels" are not the names of the 2 columns of "logits"; write them as a JSON',
  ],
  [withLogits('["O"]'), "are not the names of the 2 columns"],
  [withLogits("[]", { logits: { ...logits, shape: [2, 1], data_offsets: [24, 32] } }), "2 rows of logits for 3 states"],
])("refuses logits that do not fit in one line, case %#", async (bytes, message) => {
  const error = (await rejection(read("s.safetensors", bytes))) as Error;
  expect(error.message).toContain(message);
  expect(error).toMatchObject({ name: "SeginfError" });
});

it("refuses rows of a file that has changed since", async () => {
  const states = await read("s.safetensors", good);
  await writeFile(join(directory(), "s.safetensors"), good.subarray(0, good.length - 1));
  expect(() => states.rows(0, 1)).toThrow(/s\.safetensors: the file changed while it was read; run again/);
});

it("digests the tokens and the sentences' bounds, not the tags", () => {
  // printf 'a\nb\n\nc\n\n' | sha256sum
  const expected = "119114afcf72d3e748be3f38e439f28668fef261ec20d1fd28979c2761f06570";
  expect(wordsDigest(corpusOf("a/O b/O", "c/O"))).toBe(expected);
  expect(wordsDigest(corpusOf("a/B-X b/O", "c/O"))).toBe(expected);
  expect(wordsDigest(corpusOf("a/O", "b/O c/O"))).not.toBe(expected);
});
