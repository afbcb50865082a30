import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"))
  // AssemblyScript: another language, and a world of its own.
  .filter((file) => !file.startsWith("kernels/assembly/"))
  .sort();
const sourceOf = (file: string) => readFileSync(join(root, file), "utf8");

interface Import {
  readonly from: string;
  /** A file of src, or the name of a package. */
  readonly to: string;
  readonly kind: "type" | "static" | "dynamic";
}

const STATEMENT = /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm;
const CALL = /\bimport\("([^"]+)"\)/g;

function importsOf(from: string): Import[] {
  const source = sourceOf(from);
  const resolved = (to: string) =>
    to.startsWith(".")
      ? normalize(join(dirname(from), to))
          .replaceAll("\\", "/")
          .replace(/\.js$/, ".ts")
      : to;
  return [
    ...[...source.matchAll(STATEMENT)].map(([, type, to]) => ({
      from,
      to: resolved(to),
      kind: type ? ("type" as const) : ("static" as const),
    })),
    ...[...source.matchAll(CALL)].map(([, to]) => ({ from, to: resolved(to), kind: "dynamic" as const })),
  ];
}

const imports = files.flatMap(importsOf);
const isOurs = ({ to }: Import) => to.endsWith(".ts");

/** "corpus/read.ts" → "corpus"; a file at the top is a stage of its own: "errors". */
const stageOf = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file.replace(/\.ts$/, ""));

/** What each stage may import beside itself: the flow goes one way. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  version: [],
  math: [],
  kernels: ["errors", "math"],
  storage: ["errors"],
  corpus: ["errors"],
  vectors: ["errors", "storage", "corpus"],
  features: ["errors", "corpus", "vectors"],
  tagger: ["errors", "math", "kernels", "storage", "corpus", "features"],
  influence: ["errors", "math", "kernels", "storage", "corpus", "features", "tagger"],
  validation: ["errors", "version", "math", "kernels", "corpus", "tagger", "influence", "audit"],
  patterns: ["math", "corpus"],
  audit: [
    "errors",
    "version",
    "math",
    "kernels",
    "storage",
    "corpus",
    "features",
    "tagger",
    "vectors",
    "influence",
    "patterns",
  ],
  findings: ["errors", "corpus"],
  scoring: ["errors", "version", "math", "corpus"],
  explain: ["errors", "version", "math", "kernels", "storage", "corpus", "features", "tagger", "influence", "audit"],
  report: ["corpus"],
  verdicts: ["errors", "report", "storage"],
  page: ["report", "verdicts"],
  completions: ["options"],
  sieves: ["corpus", "audit", "report"],
  review: ["report", "verdicts"],
  saved: ["errors", "corpus", "report"],
  fix: ["errors", "corpus", "report", "verdicts"],
  options: ["errors", "corpus", "report"],
  config: ["errors", "options", "storage", "corpus", "report"],
  output: ["errors", "report"],
  progress: ["output"],
};

/** What any stage may know of a later one: the data of a report, the rules, and a finding's name for life. */
const SHARED = [
  "report/types.ts",
  "report/findingTypes.ts",
  "report/summaryTypes.ts",
  "report/rules.ts",
  "report/rankings.ts",
  "report/score/types.ts",
  "report/validation/types.ts",
  "report/fingerprint.ts",
  "report/explanation/types.ts",
];

/** May import whatever there is. */
const AT_THE_TOP = ["commands", "cli", "index", "library"];

describe("imports", () => {
  it("are found at all", () => {
    expect(imports.filter(isOurs).length).toBeGreaterThan(files.length);
    expect(imports.filter(isOurs).filter(({ to }) => !files.includes(to))).toEqual([]);
  });

  it("go one way: corpus → features → tagger → influence → audit, and report beside them", () => {
    const wrong = imports.filter(isOurs).filter(({ from, to }) => {
      const [importer, imported] = [stageOf(from), stageOf(to)];
      if (importer === imported || AT_THE_TOP.includes(importer) || SHARED.includes(to)) return false;
      return !MAY_IMPORT[importer]?.includes(imported);
    });
    expect(wrong).toEqual([]);
  });

  it("of what is shared lead no further", () => {
    const further = imports.filter(({ from, kind }) => SHARED.includes(from) && kind !== "type");
    expect(further.filter(isOurs)).toEqual([]);
    expect(further.map(({ to }) => to)).toEqual(["node:crypto"]);
  });

  it("of report hold data only: types of the corpus, no code", () => {
    const code = imports.filter(({ from, to, kind }) => {
      return stageOf(from) === "report" && isOurs({ from, to, kind }) && stageOf(to) !== "report" && kind !== "type";
    });
    expect(code).toEqual([]);
  });

  it("form no circle at run time", () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of imports.filter(({ kind }) => kind === "static")) {
      next.set(from, [...(next.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const circle = (file: string, path: readonly string[]): readonly string[] | undefined => {
      if (path.includes(file)) return [...path, file];
      if (done.has(file)) return undefined;
      for (const to of next.get(file) ?? []) {
        const found = circle(to, [...path, file]);
        if (found) return found;
      }
      done.add(file);
      return undefined;
    };
    expect(files.map((file) => circle(file, [])).filter(Boolean)).toEqual([]);
  });

  it("take no packages but those that are installed with it", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "..", "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const packages = imports.filter((one) => !isOurs(one) && !one.to.startsWith("node:")).map(({ to }) => to);
    expect([...new Set(packages)].sort()).toEqual(Object.keys(dependencies).sort());
  });
});

describe("start-up", () => {
  const load = (file: string, loaded = new Set<string>()): Set<string> => {
    if (loaded.has(file)) return loaded;
    loaded.add(file);
    for (const { to, kind } of importsOf(file)) {
      if (kind !== "static") continue;
      if (to.endsWith(".ts")) load(to, loaded);
      else loaded.add(to);
    }
    return loaded;
  };
  /** Everything that a command loads before it acts. */
  const loaded = load("commands/program.ts");

  it("tells the version without loading the program", () => {
    expect([...load("cli.ts")].sort()).toEqual(["cli.ts", "node:fs", "version.ts"]);
  });

  it("loads the commands and the voice, and no stage that computes", () => {
    const stages = new Set([...loaded].filter((file) => file.endsWith(".ts")).map(stageOf));
    for (const stage of ["math", "kernels", "features", "tagger", "influence", "audit"]) {
      expect(stages).not.toContain(stage);
    }
    // Of the stages that are there, parts alone: not the reader, not the reporters.
    for (const file of ["corpus/read.ts", "corpus/index.ts", "report/registry.ts", "report/text.ts", "index.ts"]) {
      expect([...loaded]).not.toContain(file);
    }
    expect([...loaded]).not.toContain("cli-progress");
    expect([...loaded]).not.toContain("node:worker_threads");
  });
});

describe("the process", () => {
  /** Nothing else may end the run, print, or look at how it was started. */
  const HOSTS = ["cli.ts", "commands/context.ts"];

  const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

  it.each(["exit", "exitCode", "stdout", "stderr", "argv", "env", "on", "once"])(
    "process.%s is touched in two files alone",
    (name) => {
      const touching = files.filter((file) =>
        new RegExp(`\\bprocess\\.${name}\\b`).test(withoutComments(sourceOf(file))),
      );
      expect(touching.filter((file) => !HOSTS.includes(file))).toEqual([]);
    },
  );

  it("nothing prints to the console", () => {
    expect(files.filter((file) => /\bconsole\./.test(withoutComments(sourceOf(file))))).toEqual([]);
  });

  it("no computation looks at the clock or rolls dice", () => {
    const impure = files.filter((file) =>
      /\bDate\.now\(|\bnew Date\(|\bMath\.random\(/.test(withoutComments(sourceOf(file))),
    );
    expect(impure).toEqual([]);
  });
});

it("every file can be read at one sitting", () => {
  const long = files
    .map((file) => [file, sourceOf(file).split("\n").length] as const)
    .filter(([, lines]) => lines > 220);
  expect(long).toEqual([]);
});
