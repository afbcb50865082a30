import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { EMITTERS, type Emission } from "../../src/batch/emit/index.js";
import { writeCorpora } from "../cli/corpora.js";
import { Desk, PROGRAM } from "../cli/program.js";

const COUNT = 2;
const desk = new Desk();
writeCorpora(desk, COUNT);
afterAll(() => desk.remove());

// What templates call: `seginf`, and `npx --yes seginf@VERSION`.
const bin = join(desk.directory, "bin");
mkdirSync(bin);
const run = `exec '${process.execPath}' '${PROGRAM}'`;
writeFileSync(join(bin, "seginf"), `#!/bin/sh\n${run} "$@"\n`, { mode: 0o755 });
writeFileSync(join(bin, "npx"), `#!/bin/sh\n[ "$1" = --yes ] || exit 9\nshift 2\n${run} "$@"\n`, { mode: 0o755 });

const shell = (script: string, env: Record<string, string> = {}) => {
  const { PATH = "" } = process.env;
  const given = { ...desk.environment(env), PATH: `${bin}:${PATH}` };
  return spawnSync("bash", ["-s"], { cwd: desk.directory, env: given, input: script, encoding: "utf8" });
};

/** The document of a template by a parser of YAML, if the one that Jest brings is there; null else. */
const parseYaml = (() => {
  try {
    return createRequire(import.meta.url)("js-yaml").load as (text: string) => Record<string, never>;
  } catch {
    return null;
  }
})();
const withYaml = parseYaml === null ? it.skip : it;

const emit = (what: string, ...args: string[]) => desk.start(["batch", "plan.json", "--emit", what, ...args]);
const whole = desk.start(["batch", "plan.json", "-q", "-o", "whole"]);

/** The tasks have been run: the summary of what they left is that of one process. */
function expectWhole(collected: { status: number | null; stdout: string }, output: string) {
  expect({ code: collected.status, stdout: collected.stdout }).toEqual({ code: 1, stdout: whole.stdout });
  expect(desk.read(`${output}/summary.json`)).toBe(desk.read("whole/summary.json"));
  expect(desk.read(`${output}/index.html`)).toBe(desk.read("whole/index.html"));
}

describe("slurm", () => {
  it("is an array whose tasks leave what one process does", () => {
    const script = emit("slurm", "-o", "by slurm").stdout;
    expect(shell(`bash -n <<'END'\n${script}END\n`)).toMatchObject({ status: 0, stderr: "" });
    expect(script.split("\n").slice(0, 7)).toEqual([
      "#!/bin/bash",
      "#SBATCH --job-name=seginf",
      "#SBATCH --array=0-1",
      "#SBATCH --cpus-per-task=2",
      expect.stringMatching(/^#SBATCH --mem=\d+M$/),
      "#SBATCH --output=seginf-%A_%a.log",
      "#",
    ]);
    for (let task = 0; task < COUNT; task++) {
      expect(shell(script, { SLURM_ARRAY_TASK_ID: String(task) }).status).toBe(0);
    }
    const [, wrapped] = /--wrap (.*)$/m.exec(script) as RegExpExecArray;
    expectWhole(shell(`sh -c ${wrapped}`), "by slurm");
  });
});

describe("k8s", () => {
  const text = emit("k8s", "-o", "by k8s").stdout;

  withYaml("is an indexed Job with a pod for each audit", () => {
    const { kind, apiVersion, spec } = parseYaml!(text) as Record<string, never> & { spec: never };
    expect({ kind, apiVersion }).toEqual({ kind: "Job", apiVersion: "batch/v1" });
    expect(spec).toMatchObject({ completions: COUNT, parallelism: COUNT, completionMode: "Indexed" });
    expect(spec).toMatchObject({
      backoffLimitPerIndex: 3,
      podFailurePolicy: {
        rules: [
          { action: "FailIndex", onExitCodes: { containerName: "seginf", operator: "In", values: [2] } },
          { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
        ],
      },
      template: { spec: { restartPolicy: "Never", volumes: [{ name: "work" }] } },
    });
  });

  withYaml("has a command that leaves what one process does", () => {
    const { spec } = parseYaml!(text) as unknown as {
      spec: { template: { spec: { containers: { command: string[] }[] } } };
    };
    const [sh, c, command] = spec.template.spec.containers[0].command;
    expect([sh, c]).toEqual(["sh", "-c"]);
    for (let task = 0; task < COUNT; task++) {
      expect(shell(command, { JOB_COMPLETION_INDEX: String(task) }).status).toBe(0);
    }
    const [, collect] = /^# {3}(npx .*)$/m.exec(text) as RegExpExecArray;
    expectWhole(shell(collect), "by k8s");
  });
});

describe("github", () => {
  const text = emit("github", "-o", "by github").stdout;

  withYaml("is a matrix with a job for each audit, and a job for the summary", () => {
    type Job = { strategy?: { matrix: { task: number[] } }; steps: { run?: string; uses?: string }[]; needs?: string };
    const { jobs, on } = parseYaml!(text) as unknown as { jobs: Record<"audit" | "summary", Job>; on: string };
    expect(on).toBe("workflow_dispatch");
    expect(jobs.audit.strategy?.matrix.task).toEqual([0, 1]);
    expect(jobs.summary.needs).toBe("audit");
    const command = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []);
    for (const task of [0, 1]) {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's own
      const [line] = command(jobs.audit).map((run) => run.replace("${{ matrix.task }}", String(task)));
      expect(shell(line).status).toBe(0);
    }
    expectWhole(shell(command(jobs.summary)[0]), "by github");
  });

  it("has no more jobs than a matrix may have", async () => {
    const emission: Emission = { plan: "p.json", tasks: 257, output: "o", options: [], memory: 1, version: "1" };
    const github = await EMITTERS.github();
    expect(() => github(emission)).toThrow(
      "p.json: a GitHub matrix has at most 256 jobs, and this plan 257 audits; split the plan, or use another engine",
    );
    expect(github({ ...emission, tasks: 256 })).toContain(", 255]");
  });
});

it.each(["slurm", "k8s", "github"] as const)("%s quotes what a shell would take apart", async (what) => {
  const emission = { plan: "it's $HOME/a b.json", tasks: 1, output: "o", options: [], memory: 1, version: "1" };
  const text = (await EMITTERS[what]())(emission);
  const word = "'it'\\''s $HOME/a b.json'";
  expect(text).toContain(what === "slurm" ? `batch ${word} --task` : JSON.stringify(word).slice(1, -1));
});
