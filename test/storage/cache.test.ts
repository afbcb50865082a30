import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { arithmeticOf } from "../../src/kernels/arithmetic.js";
import { Cache } from "../../src/storage/cache.js";
import { cacheDirectory } from "../../src/storage/cacheDirectory.js";
import { cachedStep } from "../../src/storage/cachedStep.js";
import { canonicalJson } from "../../src/storage/canonical.js";
import { section } from "../../src/storage/sealed.js";
import { temporaryDirectory } from "./temporary.js";

const directory = temporaryDirectory();
const key = { corpus: "abc", options: { lambda: 1, tolerance: 1e-4 } };
const header = { description: "tagger of train.conll", iterations: 12 };
const sections = { weights: Float64Array.of(1, 2, 3) };

/** A cache in `directory()/sub` and what it has said so far. */
function open(sub = "cache"): { cache: Cache; notes: string[]; dir: string } {
  const notes: string[] = [];
  const dir = join(directory(), sub);
  return { cache: new Cache(dir, (message) => notes.push(message)), notes, dir };
}

test("what was stored is found again, by another run too", async () => {
  await open().cache.store("tagger", key, header, sections);
  const { cache, notes } = open();
  expect(await cache.load("tagger", key, v.any())).toEqual({ header, sections });
  expect(notes).toEqual([]);
});

test("the order of a key's fields does not matter, and all its content does", async () => {
  const { cache, notes } = open();
  await cache.store("tagger", key, header, sections);
  expect(await cache.load("tagger", { options: { tolerance: 1e-4, lambda: 1 }, corpus: "abc" }, v.any())).toBeDefined();
  expect(await cache.load("tagger", { ...key, options: { lambda: 2, tolerance: 1e-4 } }, v.any())).toBeUndefined();
  expect(await cache.load("tagger", { ...key, more: null }, v.any())).toBeUndefined();
  expect(await cache.load("ihvp", key, v.any())).toBeUndefined();
  expect(notes).toEqual([]);
});

test("an entry whose header is of another shape is noted, removed, and counts as absent", async () => {
  const { cache, notes, dir } = open();
  await cache.store("tagger", key, header, sections);
  const known = v.object({ iterations: v.number() });
  expect((await cache.load("tagger", key, known))?.header.iterations).toBe(12);
  expect(notes).toEqual([]);
  expect(await cache.load("tagger", key, v.object({ iterations: v.string() }))).toBeUndefined();
  expect(notes).toEqual([
    "a cached tagger holds other fields than this version writes; it was removed and is recomputed",
  ]);
  expect(readdirSync(dir)).toEqual([]);
});

test("a missing directory is an empty cache", async () => {
  const { cache, notes } = open("never/made");
  expect(await cache.load("tagger", key, v.any())).toBeUndefined();
  expect(await cache.list()).toEqual([]);
  expect(await cache.clear()).toEqual({ count: 0, bytes: 0 });
  expect(notes).toEqual([]);
});

test.each<[string, (bytes: Buffer) => Uint8Array, RegExp]>([
  [
    "edited",
    (bytes) => bytes.fill(1, bytes.length - 1),
    /^a cached tagger is damaged: its content .*; it was removed and is recomputed$/,
  ],
  ["cut off", (bytes) => bytes.subarray(0, 150), /^a cached tagger is cut off: 150 of/],
  ["empty", () => Buffer.alloc(0), /^a cached tagger is empty/],
  ["foreign", () => Buffer.from("hello"), /^a cached tagger is not a seginf cache file/],
])("an entry that is %s is noted, removed, and stored anew", async (_name, damage, said) => {
  const { cache, notes, dir } = open();
  await cache.store("tagger", key, header, sections);
  const path = join(dir, readdirSync(dir)[0]!);
  writeFileSync(path, damage(readFileSync(path)));
  expect(await cache.load("tagger", key, v.any())).toBeUndefined();
  expect(notes).toEqual([expect.stringMatching(said)]);
  expect(notes[0]).not.toContain("\n");
  expect(readdirSync(dir)).toEqual([]);
  await cache.store("tagger", key, header, sections);
  expect(await cache.load("tagger", key, v.any())).toEqual({ header, sections });
});

test("an entry under another's name is not believed", async () => {
  const { cache, notes, dir } = open();
  await cache.store("tagger", key, header, sections);
  const [first] = readdirSync(dir);
  const other = { ...key, corpus: "other" };
  await cache.store("tagger", other, header, sections);
  const second = readdirSync(dir).find((name) => name !== first)!;
  writeFileSync(join(dir, second), readFileSync(join(dir, first!)));
  expect(await cache.load("tagger", other, v.any())).toBeUndefined();
  expect(notes).toEqual([expect.stringContaining("another entry under this name")]);
  expect(readdirSync(dir)).toEqual([first]);
});

test("a directory that cannot be made is noted once and the run goes on", async () => {
  writeFileSync(join(directory(), "cache"), "in the way");
  const { cache, notes } = open();
  expect(await cache.load("tagger", key, v.any())).toBeUndefined();
  await cache.store("tagger", key, header, sections);
  await cache.store("ihvp", key, header, sections);
  expect(notes).toEqual([expect.stringMatching(/^nothing is cached: .*cache: this directory cannot be made; choose/)]);
  expect(readFileSync(join(directory(), "cache"), "utf8")).toBe("in the way");
});

test("an entry that cannot be read is noted and left", async () => {
  const { cache, notes, dir } = open();
  await cache.store("tagger", key, header, sections);
  const [name] = readdirSync(dir);
  await cache.clear();
  mkdirSync(join(dir, name!));
  expect(await cache.load("tagger", key, v.any())).toBeUndefined();
  expect(notes).toEqual([expect.stringMatching(/^the cache cannot be read: .*is a directory/)]);
});

test("a mistake of ours is not swallowed", async () => {
  const { cache } = open();
  await expect(cache.store("Not A Kind", key, header, sections)).rejects.toThrow(/not the name of a kind/);
  await expect(cache.load("tagger", { lambda: Number.NaN }, v.any())).rejects.toThrow(/cannot hold/);
});

test("lists entries in a stable order with their sizes and descriptions", async () => {
  const { cache, dir } = open();
  await cache.store("tagger", { n: 2 }, { description: "b" }, sections);
  await cache.store("tagger", { n: 1 }, { description: "a" }, {});
  await cache.store("ihvp", { n: 1 }, {}, sections);
  writeFileSync(join(dir, `tagger-${"0".repeat(64)}.seginf`), "damaged");
  writeFileSync(join(dir, "notes.txt"), "the user's");
  const listed = await cache.list();
  expect(listed.map(({ kind, description }) => [kind, description])).toEqual([
    ["ihvp", ""],
    ["tagger", "a"],
    ["tagger", "b"],
    ["tagger", "damaged"],
  ]);
  for (const { file, bytes } of listed) expect(bytes).toBe(readFileSync(join(dir, file)).length);
});

test("clears its own files and nothing else", async () => {
  const { cache, dir } = open();
  await cache.store("tagger", key, header, sections);
  await cache.store("ihvp", key, header, sections);
  const bytes = (await cache.list()).reduce((sum, entry) => sum + entry.bytes, 0);
  const others = [".seginf-mine.tmp", "notes.txt", "tagger-abc.seginf"];
  for (const name of others) writeFileSync(join(dir, name), "the user's");
  expect(await cache.clear()).toEqual({ count: 2, bytes });
  expect(readdirSync(dir).sort()).toEqual(others);
});

test("entries of other kernels or another engine are other entries", async () => {
  const { cache, notes } = open();
  await cache.store("tagger", key, header, sections);
  cache.kernels = "plain";
  expect(arithmeticOf("plain")).toMatch(/^plain kernels, V8 \d+\.\d+, \w+$/);
  expect(arithmeticOf("auto")).not.toBe(arithmeticOf("plain"));
  expect(await cache.load("tagger", key, v.any())).toBeUndefined();
  await cache.store("tagger", key, { ...header, labels: [] }, sections);
  cache.kernels = "auto";
  expect((await cache.load("tagger", key, v.any()))?.header).toEqual(header);
  expect(notes).toEqual([]);
});

test("an entry that does not fit together is noted, removed, and computed again", async () => {
  const { cache, notes } = open();
  const codec = {
    header: v.any(),
    pack: (x: Float64Array) => ({ header: {}, sections: { x } }),
    unpack: (content: Parameters<typeof section>[0]) => section(content, "x", Float64Array, 3),
  };
  await cache.store("solve", key, {}, { x: new Float64Array(2) });
  const work = () => new Float64Array(3).fill(7);
  expect(await cachedStep(cache, "solve", key, codec, work)).toEqual(work());
  expect(notes).toEqual([
    'a cached solve does not fit together (the section "x" has 2 elements, not 3); it was removed and is recomputed',
  ]);
  const again = cachedStep(cache, "solve", key, codec, () => {
    throw new Error("computed again");
  });
  expect(await again).toEqual(work());
});

test("runs at once do not hurt each other", async () => {
  const payloads = [1, 2, 3, 4].map((n) => ({ weights: new Float64Array(50_000).fill(n) }));
  const notes: string[] = [];
  const caches = payloads.map(() => new Cache(join(directory(), "cache"), (message) => notes.push(message)));
  const found: number[] = [];
  await Promise.all(
    caches.map(async (cache, i) => {
      for (let round = 0; round < 10; round++) {
        await cache.store("tagger", key, header, payloads[i]!);
        const { weights } = (await cache.load("tagger", key, v.any()))!.sections;
        // Whose entry it is does not matter, as long as it is one writer's alone.
        expect(new Set(weights).size).toBe(1);
        found.push(weights![0]!);
      }
    }),
  );
  expect(found).toHaveLength(40);
  expect(notes).toEqual([]);
  expect(readdirSync(join(directory(), "cache"))).toHaveLength(1);
});

describe("a limit of bytes", () => {
  const four = ["a", "b", "c", "d"];
  const keyOf = (name: string) => ({ name });
  /** Four entries of equal size, last used in the order of their names. */
  const filled = async () => {
    const { dir, cache } = open();
    for (const [i, name] of four.entries()) {
      const before = new Set(readdirIfThere(dir));
      await cache.store("tagger", keyOf(name), header, sections);
      const file = readdirSync(dir).find((entry) => !before.has(entry)) as string;
      utimesSync(join(dir, file), 1000 + i, 1000 + i);
    }
    return { dir, size: statSync(join(dir, readdirSync(dir)[0])).size };
  };
  const readdirIfThere = (dir: string) => (existsSync(dir) ? readdirSync(dir) : []);
  const limited = (dir: string, limit: number) => new Cache(dir, () => {}, limit);
  const kept = async (dir: string) => {
    const cache = limited(dir, Number.POSITIVE_INFINITY);
    const found = await Promise.all(four.map((name) => cache.load("tagger", keyOf(name), v.any())));
    return four.filter((_, i) => found[i] !== undefined);
  };

  test("prune removes what was not used for longest, until the rest fits", async () => {
    const { dir, size } = await filled();
    expect(await limited(dir, 4 * size).prune()).toEqual({ count: 0, bytes: 0 });
    expect(await limited(dir, 2 * size + 1).prune()).toEqual({ count: 2, bytes: 2 * size });
    expect(await kept(dir)).toEqual(["c", "d"]);
  });

  test("what is loaded counts as used", async () => {
    const { dir, size } = await filled();
    await limited(dir, 4 * size).load("tagger", keyOf("a"), v.any());
    await limited(dir, 2 * size).prune();
    expect(await kept(dir)).toEqual(["a", "d"]);
  });

  test("storing makes room, and leaves other files alone", async () => {
    const { dir, size } = await filled();
    writeFileSync(join(dir, "notes.txt"), "x".repeat(9 * size));
    const cache = limited(dir, 2 * size);
    await cache.store("tagger", keyOf("e"), header, sections);
    expect(await cache.load("tagger", keyOf("e"), v.any())).toEqual({ header, sections });
    expect(await kept(dir)).toEqual(["d"]);
    expect(readdirSync(dir)).toContain("notes.txt");
  });
});

describe("canonicalJson", () => {
  test("sorts keys at every depth and keeps lists in order", () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 1], a: null, e: undefined })).toBe('{"a":null,"b":[{"c":2,"d":1},1]}');
  });
});

describe("cacheDirectory", () => {
  test.each<[NodeJS.Platform, string, Record<string, string>, string]>([
    ["linux", "/home/ada", {}, "/home/ada/.cache/seginf"],
    ["linux", "/home/ada", { XDG_CACHE_HOME: "/fast/cache" }, "/fast/cache/seginf"],
    ["linux", "/home/ada", { XDG_CACHE_HOME: "" }, "/home/ada/.cache/seginf"],
    ["linux", "/home/ada", { XDG_CACHE_HOME: "relative" }, "/home/ada/.cache/seginf"],
    ["freebsd", "/home/ada", {}, "/home/ada/.cache/seginf"],
    ["darwin", "/Users/ada", {}, "/Users/ada/Library/Caches/seginf"],
    ["win32", "C:\\Users\\ada", { LOCALAPPDATA: "D:\\Local" }, "D:\\Local\\seginf"],
    ["win32", "C:\\Users\\ada", {}, "C:\\Users\\ada\\AppData\\Local\\seginf"],
  ])("%s, %s, %j: %s", (platform, home, env, expected) => {
    expect(cacheDirectory(env, platform, home)).toBe(expected);
  });
});
