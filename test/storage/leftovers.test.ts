import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cache } from "../../src/storage/cache.js";
import { removeLeftovers } from "../../src/storage/leftovers.js";
import { temporaryDirectory } from "./temporary.js";

const directory = temporaryDirectory();
const HOUR = 3600;
/** No process has this number. */
const GONE = 2 ** 22 + 17;

function leave(name: string, hoursAgo: number): string {
  const path = join(directory(), name);
  writeFileSync(path, "half a corpus");
  const then = Date.now() / 1000 - hoursAgo * HOUR;
  utimesSync(path, then, then);
  return name;
}

const temporary = (pid: number, digit = "0"): string => `.seginf-${pid}-${digit.repeat(16)}.tmp`;

it("removes old temporary files of runs that are gone, and nothing else", async () => {
  leave(temporary(GONE), 2);
  leave(temporary(GONE, "1"), 48);
  const kept = [
    leave(temporary(GONE, "2"), 0.5),
    leave(temporary(process.pid), 48),
    leave(temporary(1), 48),
    leave(".seginf-mine.tmp", 48),
    leave(`${temporary(GONE)}.bak`, 48),
    leave("corpus.conll", 48),
  ];
  const folder = temporary(GONE, "3");
  mkdirSync(join(directory(), folder));
  const link = temporary(GONE, "4");
  symlinkSync("corpus.conll", join(directory(), link));
  expect(await removeLeftovers(directory())).toEqual({ count: 2, bytes: 2 * "half a corpus".length });
  expect(readdirSync(directory()).sort()).toEqual([...kept, folder, link].sort());
});

it("finds nothing where there is no directory", async () => {
  expect(await removeLeftovers(join(directory(), "none"))).toEqual({ count: 0, bytes: 0 });
});

it.each(["load", "store"] as const)("a cache is swept once, before the first %s", async (how) => {
  const cache = new Cache(directory(), () => {});
  const use = () => (how === "load" ? cache.load("a", {}, undefined as never) : cache.store("a", {}, {}, {}));
  leave(temporary(GONE), 2);
  await use();
  expect(readdirSync(directory()).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  leave(temporary(GONE), 2);
  await use();
  expect(readdirSync(directory()).filter((name) => name.endsWith(".tmp"))).toHaveLength(1);
});
