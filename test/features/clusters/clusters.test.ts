import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { prefixOf } from "../../../src/features/clusters/fields.js";
import { parseClusters, readClusters } from "../../../src/features/clusters/read.js";
import { clusterTemplates } from "../../../src/features/clusters/templates.js";
import { collect, encode } from "../../../src/features/encode.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import { corpusOf } from "../../helpers/corpora.js";
import { temporaryDirectory } from "../../storage/temporary.js";

const PATHS = "0110\tmonday\t9\n0110\tMay\t2\n01110101\tfriday\t40\n0111\tsunday\t5\n1\tthe\t900\n";
const clusters = parseClusters(Buffer.from(PATHS), "paths", "paths");
const directory = temporaryDirectory();

const features = (text: string) => {
  const corpus = corpusOf(text);
  const { space, encoded } = collect(corpus, clusterTemplates, 1, [], clusters);
  const { groups, tokenBlocks, blockStart, blockFeatures } = encoded;
  return Array.from(corpus.words.ids, (_, t) =>
    Array.from(tokenBlocks.subarray(t * groups, (t + 1) * groups)).flatMap((b) =>
      Array.from(blockFeatures.subarray(blockStart[b], blockStart[b + 1]), (f) => space.name(f)),
    ),
  );
};

it("looks words up as they stand, else in lower case", () => {
  expect(["Friday", "FRIDAY", "May", "may", "MAY", "tuesday", ""].map((word) => clusters.path(word))).toEqual([
    "01110101",
    "01110101",
    "0110",
    null,
    null,
    null,
    null,
  ]);
});

it("cuts a path to a prefix that is shorter than it", () => {
  expect(prefixOf("01110101", "cluster4")).toBe("0111");
  expect(prefixOf("01110101", "cluster6")).toBe("011101");
  expect(prefixOf("01110101", "cluster8")).toBeNull();
  expect(prefixOf("01110101", "cluster")).toBe("01110101");
});

it("names a cluster by its most frequent words", () => {
  expect(clusters.frequent("01")).toBe("friday, monday, sunday");
  expect(clusters.frequent("0110")).toBe("monday, May");
  expect(clusters.frequent("000")).toBe("");
});

it("gives a token its cluster and its neighbours', and none to unknown words", () => {
  const [first, second, third] = features("Friday/O unheard/O the/O");
  expect(first).toEqual([
    "cluster4[-1]=_B-1",
    "cluster6[-1]=_B-1",
    "cluster8[-1]=_B-1",
    "cluster10[-1]=_B-1",
    "cluster12[-1]=_B-1",
    "cluster14[-1]=_B-1",
    "cluster[-1]=_B-1",
    "cluster4[0]=0111 (friday, sunday)",
    "cluster6[0]=011101 (friday)",
    "cluster[0]=01110101 (friday)",
  ]);
  expect(second).toEqual([
    "cluster4[-1]=0111 (friday, sunday)",
    "cluster6[-1]=011101 (friday)",
    "cluster[-1]=01110101 (friday)",
    "cluster[1]=1 (the)",
  ]);
  expect(third[0]).toBe("cluster[0]=1 (the)");
});

it("adds no blocks to the default templates: clusters are read off the words that these read", () => {
  const corpus = corpusOf("Friday/O the/B-X", "the/O");
  const plain = collect(corpus, defaultTemplates, 1).encoded;
  const { space, encoded } = collect(corpus, [...defaultTemplates, ...clusterTemplates], 1, [], clusters);
  expect(encoded.tokenBlocks).toEqual(plain.tokenBlocks);
  expect(encode(corpus, space)).toEqual(encoded);
});

it("reads a compressed file, and the same content is the same clusters under any name", async () => {
  const path = join(directory(), "paths.gz");
  await writeFile(path, gzipSync(PATHS));
  const read = await readClusters(path);
  expect(read.name).toBe("paths.gz");
  expect(read.rows).toEqual(clusters.rows);
  expect(read.digest).toBe(clusters.digest);
  expect(parseClusters(Buffer.from(PATHS.replace("900", "901")), "paths", "paths").digest).not.toBe(clusters.digest);
});

it.each([
  ["", "p: no word clusters in the file; give the paths file of wcluster"],
  ["\n\n", "p: no word clusters in the file; give"],
  ["0\ta\t1\n01\tb\n", "p:2: 2 columns where a path, a word and its count are expected; give"],
  ["0\ta\t1\t2\n", "p:1: 4 columns where a path, a word and its count are expected; give"],
  ["0\t\t1\n", "p:1: a row without its word; give"],
  ["012\ta\t1\n", 'p:1: "012" is not a path of 0 and 1; give'],
  ["a\t01\t1\n", 'p:1: "a" is not a path of 0 and 1; give'],
  ["0\ta\t-1\n", 'p:1: "-1" is not a count; give'],
  ["0\ta\t1\n1\tb\t2\n11\ta\t1\n", 'p:3: the word "a" stands in line 1 too; leave one of them'],
  ["0\ta\0\t1\n", "p:1: a NUL byte"],
])("refuses %j in one line", (text, message) => {
  const parse = () => parseClusters(Buffer.from(text), "p", "p");
  expect(parse).toThrow(
    expect.objectContaining({ name: "SeginfError", message: expect.stringContaining(message) as string }),
  );
});

it("does not read a template of clusters without them", () => {
  expect(() => collect(corpusOf("a/O"), clusterTemplates, 1)).toThrow(
    "a template reads cluster4 without word clusters",
  );
});
