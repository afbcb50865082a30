import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeDirectories } from "../../src/storage/directories.js";
import { temporaryDirectory } from "./temporary.js";

const directory = temporaryDirectory();

test("makes all that is missing, and is content with what is there", async () => {
  const path = join(directory(), "a", "b", "c");
  await Promise.all([makeDirectories(path, 0o700), makeDirectories(path, 0o700)]);
  await makeDirectories(path, 0o700);
  expect(statSync(path).isDirectory()).toBe(true);
});

test("refuses a path through a file, or onto one", async () => {
  const file = join(directory(), "file");
  writeFileSync(file, "");
  await expect(makeDirectories(file, 0o700)).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeDirectories(join(file, "below"), 0o700)).rejects.toMatchObject({ code: "ENOTDIR" });
});

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux("gives up where a parent is there and takes nothing", async () => {
  await expect(makeDirectories("/proc/nothing-can-be-made-here", 0o700)).rejects.toMatchObject({ code: "ENOENT" });
});
