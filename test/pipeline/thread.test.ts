import { existsSync, readdirSync } from "node:fs";
import { Readable } from "node:stream";
import { type AuditStep, auditFiles, Cache, reporters, SeginfError } from "../../src/index.js";
import { Desk } from "../cli/program.js";
import { reference, train } from "../cli/toy.js";

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
afterAll(() => desk.remove());
const files = [`${desk.directory}/train.conll`, `${desk.directory}/reference.conll`] as const;

it("gives the report that the command line prints", async () => {
  const report = await auditFiles(...files, { threads: 1 });
  const { stdout: printed } = await desk.run(["audit", ...files, "--format", "json", "-q", "--no-cache"]);
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

it("audits alone and with cross-fit, and ranks by another signal, as the command line does", async () => {
  const printed = async (...flags: string[]) =>
    (await desk.run(["audit", ...flags, "--format", "json", "-q", "--no-cache", "--exit-zero"])).stdout;
  const json = async (...args: Parameters<typeof auditFiles>) =>
    [...reporters.json(await auditFiles(...args), { color: false, width: 80 })].join("");
  const [train] = files;
  expect(await json(train, null)).toBe(await printed(train));
  expect(await json(train, null, { crossFit: 3 })).toBe(await printed(train, "--reference", "cross-fit=3"));
  const flags = ["--signal", "loss", "--refine", "1", "--folds", "2", "--tagger", "softmax"];
  const options = { rankBy: "loss", refine: 1, folds: 2, kind: "softmax" } as const;
  expect(await json(...files, options)).toBe(await printed(...files, ...flags));
});

it("reads standard input where a file is -", async () => {
  const { findings } = await auditFiles("-", files[1], { stdin: Readable.from([train.slice(0, 50), train.slice(50)]) });
  expect(findings[0].file).toBe("<stdin>");
  expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(
    (await auditFiles(...files)).findings.map(({ fingerprint }) => fingerprint),
  );
  const broken = Readable.from(
    (async function* () {
      yield train;
      throw new Error("the pipe broke");
    })(),
  );
  await expect(auditFiles("-", files[1], { stdin: broken })).rejects.toThrow("the pipe broke");
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

it.each(["training", "solving"] as const)(
  "is ended by a timer within %s, which leaves the caller's thread alone",
  async (stage) => {
    const controller = new AbortController();
    const reason = new Error("a click");
    let turns = 0;
    let steps = 0;
    const onStep = (step: AuditStep) => {
      if (step.stage !== stage) return;
      steps++;
      // A few turns of the event loop later the stage is still at work: it has dozens of iterations before it.
      if (steps === 1)
        void turn()
          .then(turn)
          .then(() => controller.abort(reason));
    };
    const turn = () => new Promise<void>((done) => setImmediate(() => done(void turns++)));
    const newswire = ["train", "reference"].map((name) => `fixtures/newswire/${name}.conll`) as [string, string];
    // Two threads, so that the audit's own workers have to end with it.
    const run = auditFiles(...newswire, {
      signal: controller.signal,
      onStep,
      threads: 2,
      tolerance: 1e-8,
      cgTolerance: 1e-8,
    });
    await expect(run).rejects.toBe(reason);
    expect(turns).toBe(2);
    expect(steps).toBeGreaterThan(0);
  },
);

it("leaves whole entries or none in the cache of an audit that is ended", async () => {
  const directory = `${desk.directory}/ended`;
  const notes: string[] = [];
  for (const stage of ["training", "solving", "scoring"]) {
    const controller = new AbortController();
    const cache = new Cache(directory, (note) => notes.push(note));
    const onStep = (step: AuditStep) => {
      if (step.stage === stage) controller.abort();
    };
    await auditFiles(...files, { cache, signal: controller.signal, onStep, threads: 1 }).catch(() => {});
    expect(existsSync(directory) ? readdirSync(directory).filter((name) => !name.endsWith(".seginf")) : []).toEqual([]);
  }
  await auditFiles(...files, { cache: new Cache(directory, (note) => notes.push(note)) });
  expect(notes).toEqual([]);
});

it("ends with what onStep throws", async () => {
  const mistake = new TypeError("mine");
  const onStep = () => {
    throw mistake;
  };
  await expect(auditFiles(...files, { onStep })).rejects.toBe(mistake);
});

it("throws what is wrong as a SeginfError", async () => {
  await expect(auditFiles(`${desk.directory}/none`, files[1])).rejects.toBeInstanceOf(SeginfError);
  await expect(auditFiles(...files, { crossFit: 5 })).rejects.toThrow("two references; give either");
  await expect(auditFiles(...files, { targets: "odd" })).rejects.toThrow("--targets odd is not understood");
  await expect(auditFiles(...files, { scheme: "BIOES" })).rejects.toBeInstanceOf(SeginfError);
});
