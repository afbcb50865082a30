import type { Explanation } from "../../src/findings/explanation.js";
import type { AuditReport } from "../../src/findings/report.js";
import { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
afterAll(() => desk.remove());

const json = async <T>(...args: string[]) => JSON.parse((await desk.run([...args, "--format", "json"])).stdout) as T;
const audit = (...flags: string[]) => json<AuditReport>("audit", "train.conll", "reference.conll", ...flags);

describe("--tagger softmax", () => {
  it("audits without transitions, and says so", async () => {
    const report = await audit("--tagger", "softmax", "--limit", "1");
    expect(report.tagger.kind).toBe("softmax");
    const { labels, features, parameters } = report.tagger;
    expect(parameters).toBe(labels * features);
    expect(report.findings[0].tokens).toEqual([PLANTED]);
    const text = (await desk.run(["audit", "train.conll", "reference.conll", "--tagger", "softmax"])).stdout;
    expect(text).toContain("softmax, no transitions");
  });

  it("is another tagger than the CRF, also in the cache", async () => {
    const crf = await audit("--limit", "1");
    expect(crf.tagger.kind).toBe("crf");
    expect(crf.tagger.objective).not.toBe((await audit("--tagger", "softmax", "--limit", "1")).tagger.objective);
    expect(await audit("--limit", "1")).toEqual(crf);
  });

  it("is kept in a model, which audits the same", async () => {
    expect((await desk.run(["train", "train.conll", "-m", "softmax.seginf", "--tagger", "softmax"])).code).toBe(0);
    expect(await audit("-m", "softmax.seginf")).toEqual(await audit("--tagger", "softmax"));
    expect((await desk.run(["tag", "softmax.seginf", "reference.conll"])).stdout).toContain("Lisbon\tB-LOC\tB-");
  });

  it("is explained by features alone", async () => {
    const line = train.split("\n").findIndex((row) => row.startsWith(PLANTED)) + 1;
    const { supports, opposes } = await json<Explanation>(
      ...["explain", "train.conll", "reference.conll", "--tagger", "softmax", "--at", `train.conll:${line}`],
      ...["--features", "99"],
    );
    const kinds = [...supports.pieces, ...opposes.pieces].flatMap((piece) => piece.carriedBy.map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(["feature"]));
  });
});
