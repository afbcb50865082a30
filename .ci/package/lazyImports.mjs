// An esbuild plugin: every import("./…") of the sources becomes an import of the group that its target is in, so that the
// bundle has one file for each group instead of one for each import(). What runs stays as late as it was; what is read is
// read in larger pieces.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** The group of a file is the first whose paths it begins with. */
const GROUPS = {
  // The command line up to the point where a command runs: options, help, configuration.
  program: ["src/cli/program.ts", "src/commands/"],
  // What an audit needs, the report as text included; the other computing commands need most of it too.
  audit: [
    ...["src/pipeline/", "src/corpus/", "src/kernels/", "src/storage/", "src/cli/config/load.ts"],
    ...["src/cli/publish.ts", "src/cli/destination.ts", "src/cli/inputs/baseline.ts", "src/report/text.ts"],
  ],
  formats: ["csv.ts", "git", "json.ts", "junit.ts", "markdown.ts", "sarif/"].map((start) => `src/report/${start}`),
  html: ["src/report/html/"],
  // What the other commands need on top.
  commands: ["src/"],
};

/** A group that is loaded after another imports the other's files too: what the same groups use then shares one file. */
const AFTER = { formats: ["audit"], html: ["audit", "formats"], commands: ["audit", "formats", "html"] };

const DYNAMIC = /(?<!typeof )\bimport\("(\.[^"]+)"\)/g;
const isOurs = (path) => path.endsWith(".ts") && !/src\/(kernels\/assembly|report\/html\/page)\//.test(path);

/**
 * @param root the checkout
 * @param apart whether the groups are files of another build, called by their names
 */
export function lazyImports(root, apart = false) {
  const pathOf = (file) => relative(root, file).replaceAll("\\", "/");
  const targetOf = (from, to) => resolve(dirname(from), to.replace(/\.js$/, ".ts"));
  const groupOf = (file) =>
    Object.keys(GROUPS).find((name) => GROUPS[name].some((start) => pathOf(file).startsWith(start)));
  const nameOf = (file) => pathOf(file).replace(/\W/g, "_");

  const targets = Object.fromEntries(Object.keys(GROUPS).map((name) => [name, new Set()]));
  for (const file of readdirSync(join(root, "src"), { recursive: true }).sort()) {
    const path = join(root, "src", file);
    if (!isOurs(pathOf(path))) continue;
    for (const [, to] of readFileSync(path, "utf8").matchAll(DYNAMIC)) {
      const target = targetOf(path, to);
      targets[groupOf(target)].add(target);
    }
  }

  return {
    name: "lazy imports",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
        loader: "ts",
        contents: readFileSync(path, "utf8").replace(DYNAMIC, (_, to) => {
          const target = targetOf(path, to);
          return `import("group:${groupOf(target)}").then((group) => group.${nameOf(target)})`;
        }),
      }));
      if (apart) {
        build.onResolve({ filter: /^group:/ }, ({ path }) => ({ path: `./${path.slice(6)}.js`, external: true }));
        return;
      }
      build.onResolve({ filter: /^group:/ }, ({ path }) => ({ path: path.slice(6), namespace: "group" }));
      build.onLoad({ filter: /.*/, namespace: "group" }, ({ path }) => ({
        resolveDir: root,
        // Exported, since an import for nothing but its side effects, of which there are none, would be dropped.
        contents: [...(AFTER[path] ?? []), path]
          .flatMap((group) => [...targets[group]])
          .map((file) => `export * as ${nameOf(file)} from "./${pathOf(file)}";`)
          .join("\n"),
      }));
    },
  };
}
