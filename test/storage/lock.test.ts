import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SeginfError } from "../../src/errors.js";
import { withLock } from "../../src/storage/lock.js";
import { rejection, temporaryDirectory } from "./temporary.js";

const directory = temporaryDirectory();
const path = () => join(directory(), "count");

test("work under one lock is done one after another, and loses nothing", async () => {
  writeFileSync(path(), "0");
  const add = () =>
    withLock(path(), async () => {
      const count = Number(await readFile(path(), "utf8"));
      await new Promise((done) => setTimeout(done, 2));
      await writeFile(path(), String(count + 1));
    });
  await Promise.all(Array.from({ length: 10 }, add));
  expect(readFileSync(path(), "utf8")).toBe("10");
  expect(existsSync(`${path()}.lock`)).toBe(false);
});

test("a link and the file that it leads to have one lock", async () => {
  writeFileSync(path(), "");
  symlinkSync("count", `${path()}-link`);
  await withLock(`${path()}-link`, async () => expect(existsSync(`${path()}.lock`)).toBe(true));
  expect(existsSync(`${path()}.lock`)).toBe(false);
});

test("the lock goes when the work fails, and one that a killed run has left holds nobody up", async () => {
  await expect(withLock(path(), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  writeFileSync(`${path()}.lock`, "");
  expect(await withLock(path(), async () => 3)).toBe(3);
});

test("where no lock can be made the error names it", async () => {
  const error = await rejection(withLock(join(directory(), "none", "count"), async () => 1));
  expect(error).toBeInstanceOf(SeginfError);
  expect((error as Error).message).toMatch(/count.lock: cannot be written: its directory does not exist/);
});
