import { mkdirSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
afterAll(() => desk.remove());
mkdirSync(join(desk.directory, "data"));
mkdirSync(desk.cache, { recursive: true });

const OLD = `.seginf-${2 ** 22 + 17}-${"0".repeat(16)}.tmp`;
const YOUNG = `.seginf-${2 ** 22 + 17}-${"1".repeat(16)}.tmp`;
const left = (folder: string): string[] =>
  readdirSync(join(desk.directory, folder)).filter((name) => name.endsWith(".tmp"));

beforeEach(() => {
  for (const folder of [".", "data", ".cache/seginf"]) {
    for (const name of [OLD, YOUNG]) desk.write(join(folder, name), "half");
    utimesSync(join(desk.directory, folder, OLD), 1, 1);
  }
});

it("a run removes what killed runs left beside its files, and says so", async () => {
  desk.write("data/train.conll", train);
  const { stderr } = await desk.run(["inspect", "data/train.conll", "train.conll"]);
  expect(stderr).toBe("removed 1 file that a killed run left in data\nremoved 1 file that a killed run left in .\n");
  expect([left("data"), left(".")]).toEqual([[YOUNG], [YOUNG]]);
  expect((await desk.run(["inspect", "train.conll"])).stderr).toBe("");
});

it("an audit removes what they left in the cache", async () => {
  await desk.run(["audit", "train.conll", "reference.conll", "-q"]);
  expect(left(".cache/seginf")).toEqual([YOUNG]);
});

it.each(["ls", "clear"])("cache %s says what it removed", async (what) => {
  const { stderr } = await desk.run(["cache", what]);
  expect(stderr).toMatch(
    /^(?:removed )?\d+ entr(?:y|ies), [\d,]+ bytes?\nremoved 1 file that killed runs left, 4 bytes\n$/,
  );
  expect(left(".cache/seginf")).toEqual([YOUNG]);
});
