import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { chmod, stat } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { SeginfError } from "../../src/errors.js";
import { requireNoAccessList } from "../../src/storage/access.js";
import { abandonWrites, writeAtomically } from "../../src/storage/atomic.js";
import { writeFailure } from "../../src/storage/failure.js";
import { fileState } from "../../src/storage/fileState.js";
import { TEMPORARY_NAME } from "../../src/storage/leftovers.js";
import { rejection, temporaryDirectory } from "./temporary.js";

const directory = temporaryDirectory();
const at = (...names: string[]): string => join(directory(), ...names);

test("writes text and bytes in order and leaves nothing else", async () => {
  await writeAtomically(at("out"), ["Zürich ", new Uint8Array([49, 50]), " 東京\n"]);
  expect(readFileSync(at("out"), "utf8")).toBe("Zürich 12 東京\n");
  expect(readdirSync(directory())).toEqual(["out"]);
});

test("writes what comes later, too", async () => {
  async function* later(): AsyncIterable<string> {
    yield "a";
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield "b";
  }
  await writeAtomically(at("out"), later());
  expect(readFileSync(at("out"), "utf8")).toBe("ab");
});

test("writes any chunks as their concatenation", async () => {
  const chunk = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 50 }),
    fc.uint8Array(),
    fc.constant("x".repeat(70_000)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(chunk), async (chunks) => {
      await writeAtomically(at("out"), chunks);
      const expected = Buffer.concat(chunks.map((part) => Buffer.from(part as string)));
      expect(readFileSync(at("out")).equals(expected)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("the old content stands until the new one is whole", async () => {
  writeFileSync(at("out"), "old");
  function* chunks(): Iterable<string> {
    yield "x".repeat(200_000);
    expect(readFileSync(at("out"), "utf8")).toBe("old");
    yield "y";
  }
  await writeAtomically(at("out"), chunks());
  expect(readFileSync(at("out"), "utf8")).toHaveLength(200_001);
});

test("an error of the chunks passes as it is and leaves the old content", async () => {
  writeFileSync(at("out"), "old");
  const bug = new TypeError("a bug");
  function* chunks(): Iterable<string> {
    yield "x".repeat(200_000);
    throw bug;
  }
  expect(await rejection(writeAtomically(at("out"), chunks()))).toBe(bug);
  expect(readFileSync(at("out"), "utf8")).toBe("old");
  expect(readdirSync(directory())).toEqual(["out"]);
});

test("keeps the mode of an existing file", async () => {
  writeFileSync(at("out"), "old");
  await chmod(at("out"), 0o640);
  await writeAtomically(at("out"), ["new"]);
  expect((await stat(at("out"))).mode & 0o777).toBe(0o640);
});

test("nobody reads new content who could not read the old: the mode is there before it", async () => {
  writeFileSync(at("out"), "old");
  await chmod(at("out"), 0o640);
  function* chunks(): Iterable<string> {
    const temporary = readdirSync(directory()).find((name) => TEMPORARY_NAME.test(name))!;
    expect([statSync(at(temporary)).mode & 0o777, statSync(at(temporary)).size]).toEqual([0o640, 0]);
    yield "new";
  }
  await writeAtomically(at("out"), chunks());
  expect(readFileSync(at("out"), "utf8")).toBe("new");
});

const isRoot = process.getuid?.() === 0;

(isRoot ? test : test.skip)("keeps the owner of an existing file, and refuses where it cannot", async () => {
  writeFileSync(at("out"), "old");
  chownSync(at("out"), 1234, 2345);
  chmodSync(at("out"), 0o666);
  await writeAtomically(at("out"), ["new"]);
  const { uid, gid, mode } = statSync(at("out"));
  expect([uid, gid, mode & 0o777]).toEqual([1234, 2345, 0o666]);
  chmodSync(directory(), 0o777);
  process.seteuid?.(65534);
  const error = await rejection(writeAtomically(at("out"), ["newer"]));
  process.seteuid?.(0);
  expect((error as Error).message).toMatch(/out: belongs to another user or group, .*; write to another file/);
  expect(readFileSync(at("out"), "utf8")).toBe("new");
  expect(readdirSync(directory())).toEqual(["out"]);
});

describe("a file whose content was read before", () => {
  test("is replaced if it is still the same", async () => {
    writeFileSync(at("out"), "old");
    await writeAtomically(at("out"), ["new"], (await fileState(at("out")))!);
    expect(readFileSync(at("out"), "utf8")).toBe("new");
  });

  test.each<[string, () => void, string | null]>([
    ["was written to", () => appendFileSync(at("out"), "er"), "older"],
    [
      "was replaced",
      () => {
        writeFileSync(at("other"), "old");
        renameSync(at("other"), at("out"));
      },
      "old",
    ],
    ["is gone", () => unlinkSync(at("out")), null],
  ])("stays as it is if it %s meanwhile", async (_name, change, left) => {
    writeFileSync(at("out"), "old");
    const since = (await fileState(at("out")))!;
    function* chunks(): Iterable<string> {
      change();
      yield "new";
    }
    const error = await rejection(writeAtomically(at("out"), chunks(), since));
    expect(error).toBeInstanceOf(SeginfError);
    expect((error as Error).message).toMatch(/out: has changed since it was read, .*; run this again$/);
    expect(readdirSync(directory())).toEqual(left === null ? [] : ["out"]);
    if (left !== null) expect(readFileSync(at("out"), "utf8")).toBe(left);
  });

  (process.platform === "win32" ? test.skip : test)("may have no access control list", async () => {
    const listing = (mode: string) => {
      writeFileSync(at("ls"), `#!/bin/sh\necho '${mode} 1 root root 3 Jan  1 00:00 out'\n`, { mode: 0o755 });
      return at("ls");
    };
    const error = await rejection(requireNoAccessList(at("out"), listing("-rw-rw-r--+")));
    expect((error as Error).message).toMatch(/out: has an access control list, .*; write to another file/);
    for (const mode of ["-rw-rw-r--", "-rw-rw-r--.", "-rw-rw-r--@"])
      await requireNoAccessList(at("out"), listing(mode));
    await requireNoAccessList(at("out"), at("no-such-program"));
  });
});

test("a new file has the mode that the umask leaves", async () => {
  await writeAtomically(at("new"), [""]);
  writeFileSync(at("plain"), "");
  expect((await stat(at("new"))).mode).toBe((await stat(at("plain"))).mode);
});

describe("symbolic links", () => {
  test("are written through", async () => {
    mkdirSync(at("far"));
    writeFileSync(at("far", "target"), "old");
    symlinkSync(join("far", "target"), at("link"));
    await writeAtomically(at("link"), ["new"]);
    expect(readlinkSync(at("link"))).toBe(join("far", "target"));
    expect(readFileSync(at("far", "target"), "utf8")).toBe("new");
    expect(readdirSync(at("far"))).toEqual(["target"]);
  });

  test("whose target does not exist yet create it", async () => {
    symlinkSync("middle", at("link"));
    symlinkSync("target", at("middle"));
    await writeAtomically(at("link"), ["new"]);
    expect(lstatSync(at("middle")).isSymbolicLink()).toBe(true);
    expect(readFileSync(at("target"), "utf8")).toBe("new");
  });

  test("that lead in a circle are refused", async () => {
    symlinkSync("b", at("a"));
    symlinkSync("a", at("b"));
    const error = await rejection(writeAtomically(at("a"), ["new"]));
    expect(error).toBeInstanceOf(SeginfError);
    expect((error as Error).message).toMatch(/symbolic links lead in a circle/);
  });
});

test("a pipe is written directly, and stays a pipe", async () => {
  if (process.platform === "win32" || spawnSync("mkfifo", [at("pipe")]).status !== 0) return;
  const { createReadStream } = await import("node:fs");
  const read = (async () => {
    let text = "";
    for await (const part of createReadStream(at("pipe"), "utf8")) text += part;
    return text;
  })();
  await writeAtomically(at("pipe"), ["through ", "the pipe"]);
  expect(await read).toBe("through the pipe");
  expect(lstatSync(at("pipe")).isFIFO()).toBe(true);
});

test("a device is written directly", async () => {
  if (!existsSync("/dev/null")) return;
  await writeAtomically("/dev/null", ["gone"]);
  expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
});

describe("failures name the file and say what to do", () => {
  test.each<[string, () => string, RegExp]>([
    [
      "a missing directory",
      () => at("none", "out"),
      /none\/out: cannot be written: its directory does not exist; create/,
    ],
    ["a directory", () => directory(), /is a directory; give the name of a file/],
    ["a name that ends like a directory's", () => `${at("new")}/`, /is a directory/],
    ["no name", () => "", /is a directory; give/],
    ["a file in place of a directory", () => at("file", "out"), /a part of its path is not a directory/],
    ["a name that is too long", () => at("x".repeat(300)), /the name is too long/],
    ["a name that cannot be", () => at("a\0b"), /is not the name of a file/],
  ])("%s", async (_name, path, message) => {
    writeFileSync(at("file"), "");
    const error = await rejection(writeAtomically(path(), ["x"]));
    expect(error).toBeInstanceOf(SeginfError);
    expect((error as Error).message).toMatch(message);
    expect(readdirSync(directory())).toEqual(["file"]);
  });

  test("a full disk", async () => {
    if (!existsSync("/dev/full")) return;
    const error = await rejection(writeAtomically("/dev/full", ["x"]));
    expect((error as Error).message).toBe(
      "/dev/full: cannot be written: the disk is full; free some space or choose another place",
    );
  });

  // Where tests run as root, no file denies permission; the wording is tested without one.
  test.each(["EACCES", "EPERM", "EROFS", "EDQUOT", "EIO"])("%s", (code) => {
    const error = writeFailure("out", Object.assign(new Error("no"), { code }));
    expect(error.message).toMatch(/^out: cannot be written.*; (?:choose|free)/);
  });
});

test("abandoned writes leave nothing behind", async () => {
  function* chunks(): Iterable<string> {
    yield "x".repeat(200_000);
    expect(readdirSync(directory()).filter((name) => TEMPORARY_NAME.test(name))).toHaveLength(1);
    abandonWrites();
    expect(readdirSync(directory())).toEqual([]);
  }
  const error = await rejection(writeAtomically(at("out"), chunks()));
  expect(error).toBeInstanceOf(SeginfError);
});
