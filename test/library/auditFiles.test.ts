import { type AuditStep, auditFiles, Cache, reporters, SeginfError } from "../../src/index.js";
import { Desk } from "../cli/program.js";
import { reference, train } from "../cli/toy.js";

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
afterAll(() => desk.remove());
const files = [`${desk.directory}/train.conll`, `${desk.directory}/reference.conll`] as const;

it("gives the report that the command line prints", async () => {
  const report = await auditFiles(...files, { threads: 1 });
  const printed = desk.run(["audit", ...files, "--format", "json", "-q", "--no-cache"]).stdout;
  expect([...reporters.json(report, { color: false, width: 80 })].join("")).toBe(printed);
});

it("tells how far it has come, in order, and takes options and a cache", async () => {
  const steps: AuditStep[] = [];
  const cache = new Cache(`${desk.directory}/cache`, () => {});
  const run = () =>
    auditFiles(...files, { limit: 2, lambda: 2, cache, threads: 1, onStep: (step) => steps.push(step) });
  const report = await run();
  expect(report.findings).toHaveLength(2);
  expect(report.tagger.lambda).toBe(2);
  const stages = steps.map(({ stage }) => stage).filter((stage, i, all) => stage !== all[i - 1]);
  expect(stages.slice(0, 3)).toEqual(["reading", "training", "solving"]);
  expect(steps.filter(({ stage }) => stage === "training").map(({ done }) => done)).toEqual(
    Array.from({ length: report.tagger.iterations }, (_, i) => i + 1),
  );
  steps.length = 0;
  expect(await run()).toEqual(report);
  expect(steps.map(({ stage }) => stage)).not.toContain("training");
});

it("ends at once where the signal is aborted before, with its reason", async () => {
  const reason = new Error("enough");
  await expect(auditFiles(...files, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it.each(["reading", "training", "solving"] as const)("ends within a step of being aborted while %s", async (stage) => {
  const controller = new AbortController();
  const seen: AuditStep[] = [];
  const onStep = (step: AuditStep) => {
    seen.push(step);
    if (step.stage === stage) controller.abort();
  };
  const run = auditFiles(...files, { signal: controller.signal, onStep, threads: 1 });
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  expect(seen.filter((step) => step.stage === stage)).toHaveLength(1);
  expect(seen.at(-1)?.stage).toBe(stage);
});

it("is ended by a timer between stages", async () => {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  await expect(auditFiles(...files, { signal: controller.signal, threads: 1 })).rejects.toMatchObject({
    name: "AbortError",
  });
});

it("throws what is wrong as a SeginfError", async () => {
  await expect(auditFiles(`${desk.directory}/none`, files[1])).rejects.toBeInstanceOf(SeginfError);
  await expect(auditFiles(...files, { targets: "odd" })).rejects.toThrow("--targets odd is not understood");
  await expect(auditFiles(...files, { scheme: "BIOES" })).rejects.toBeInstanceOf(SeginfError);
});
