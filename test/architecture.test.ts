import { existsSync, readdirSync, readFileSync } from "node:fs";
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
const isOurs = ({ to }: Import) => to.endsWith(".ts") || to.endsWith(".json");

/** "corpus/read.ts" → "corpus"; a file at the top is a stage of its own: "errors.ts". */
const stageOf = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file);

/** Every stage, each after all that it may import. CONTRIBUTING.md says what is in each. */
const FLOW = [
  "errors.ts",
  "valueError.ts",
  "version.ts",
  "math",
  "kernels",
  "storage",
  "corpus",
  "findings",
  "features",
  "encoder",
  "tagger",
  "influence",
  "cached",
  "audit",
  "explain",
  "evaluation",
  "report",
  "triage",
  "options",
  "pipeline",
  "cli",
  "batch",
  "commands",
  "cli.ts",
  "index.ts",
];

/** They add to the size of what is published and to its licences; a new one is a decision. */
const BUNDLED = [
  ...["chalk", "cli-progress", "commander", "get-east-asian-width", "jsonc-parser", "leven", "tinyglobby", "valibot"],
];

describe("imports", () => {
  it("are found at all", () => {
    expect(imports.filter(isOurs).length).toBeGreaterThan(files.length);
    expect(imports.filter(isOurs).filter(({ to }) => !existsSync(join(root, to)))).toEqual([]);
  });

  it("go one way: every stage imports earlier ones", () => {
    const wrong = imports.filter(isOurs).filter(({ from, to }) => {
      const [importer, imported] = [stageOf(from), stageOf(to)];
      return importer !== imported && FLOW.indexOf(imported) >= FLOW.indexOf(importer);
    });
    expect(wrong).toEqual([]);
  });

  it("join stages that the flow knows, and no others", () => {
    expect([...new Set(files.map(stageOf))].sort()).toEqual([...FLOW].sort());
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

  it("take no packages but those that the bundle holds", () => {
    // What is imported as a type is gone once it is compiled.
    const packages = imports
      .filter((one) => !isOurs(one) && !one.to.startsWith("node:") && one.kind !== "type")
      .map(({ to }) => to);
    expect([...new Set(packages)].sort()).toEqual(BUNDLED);
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
  const loaded = load("cli/program.ts");

  it("tells the version without loading the program", () => {
    expect([...load("cli.ts")].sort()).toEqual(["cli.ts", "cli/writer.ts", "errors.ts", "node:fs", "version.ts"]);
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
    for (const late of ["cli-progress", "valibot", "jsonc-parser"]) expect([...loaded]).not.toContain(late);
    expect([...loaded]).not.toContain("node:worker_threads");
  });
});

describe("the process", () => {
  /** Nothing else may end the run, print, or look at how it was started. */
  const HOSTS = ["cli.ts", "cli/context.ts"];

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
    // When an entry of the cache was used last decides how long it is kept, and nothing else.
    const pure = files.filter((file) => file !== "storage/prune.ts");
    const impure = pure.filter((file) =>
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
