import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { notAFile, readFailure, writeFailure } from "../../src/storage/failure.js";
import { isThere } from "../../src/storage/isThere.js";
import { readJsonFile } from "../../src/storage/jsonFile.js";
import { rejection, temporaryDirectory } from "./temporary.js";

const directory = temporaryDirectory();

const coded = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ["ENOENT", "f: no such file; make it"],
  ["ENOTDIR", "f: no such file; make it"],
  ["EISDIR", "f: this is a directory; name a file in it"],
  ["EACCES", "f: no permission to read it; change its permissions"],
  ["Z_DATA_ERROR", "f: the gzip stream is corrupt; get the file again"],
  ["EIO", "f: it cannot be read (EIO)"],
])("%s reads as %j", (code, message) => {
  expect(readFailure("f", coded(code), "make it")).toMatchObject({ message, cause: { code } });
});

test("what cannot be a file's name is an error with a stack, and a directory to the user", () => {
  expect(notAFile().stack).toContain("failure.test");
  expect(writeFailure("d/", notAFile()).message).toBe("d/: is a directory; give the name of a file");
});

test("a file that is not there gets the caller's hint, and another failure its own", async () => {
  const failure = (path: string) => rejection(readJsonFile(path, { name: "f", hint: "make it" }));
  expect(await failure(join(directory(), "none"))).toMatchObject({ message: "f: no such file; make it" });
  expect(await failure(directory())).toMatchObject({ message: "f: this is a directory; name a file in it" });
});

test("what cannot be reached is there all the same", async () => {
  const at = (name: string) => join(directory(), name);
  writeFileSync(at("file"), "");
  mkdirSync(at("folder"));
  symlinkSync("loop", at("loop"));
  symlinkSync("nowhere", at("dangling"));
  const there = ["file", "folder", "loop", "none", "file/below", "dangling"].map((name) => isThere(at(name)));
  expect(await Promise.all(there)).toEqual([true, true, true, false, false, false]);
});
