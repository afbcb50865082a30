// An esbuild plugin: every import("./…") of the sources becomes an import of the group that its target is in, so that the
// bundle has one file for each group instead of one for each import(). What runs stays as late as it was; what is read is
// read in larger pieces.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { withoutDescriptions } from "./descriptions.mjs";
import { withFiles } from "./inlined.mjs";

/** The group of a file is the first whose paths it begins with. */
const GROUPS = {
  // The command line up to the point where a command runs: options, help, configuration.
  program: ["src/cli/program.ts", "src/commands/"],
  // What an audit needs, the report as text included; the other computing commands need most of it too.
  audit: [
    ...["src/pipeline/", "src/corpus/", "src/kernels/", "src/storage/", "src/cli/config/load.ts"],
    ...["src/cli/publish.ts", "src/cli/destination.ts", "src/cli/separate.ts", "src/cli/inputs/baseline.ts"],
    "src/report/text.ts",
  ],
  // The other formats, the other commands, the library.
  others: ["src/"],
};

/** Packages that are loaded late. */
const PACKAGES = ["cli-progress", "tinyglobby"];

/** Not the target of an import(), yet a part of "others": lib/index.js takes the library from there. */
export const LIBRARY = "src/index.ts";

const DYNAMIC = new RegExp(`(?<!typeof )\\bimport\\("(\\.[^"]+|${PACKAGES.join("|")})"\\)`, "g");
const isOurs = (path) => path.endsWith(".ts") && !/src\/(kernels\/assembly|report\/html\/page)\//.test(path);

/** The entries of the bundle that holds the groups. */
export const GROUP_ENTRIES = Object.fromEntries(
  [...Object.keys(GROUPS), "packages"].map((name) => [name, `group:${name}`]),
);

/** What a group calls a file's exports. @param file its path in the checkout, or the name of a package */
export const exportName = (file) => file.replace(/\W/g, "_");

/**
 * @param root the checkout
 * @param apart whether the groups are files of another build, called by their names
 */
export function lazyImports(root, apart = false) {
  /** The group of what is imported, and its name there. */
  const place = (from, to) => {
    if (!to.startsWith(".")) return { group: "packages", file: to, path: to };
    const file = relative(root, resolve(dirname(from), to.replace(/\.js$/, ".ts"))).replaceAll("\\", "/");
    const group = Object.keys(GROUPS).find((name) => GROUPS[name].some((start) => file.startsWith(start)));
    return { group, file, path: `./${file}` };
  };

  const sourceOf = (path) => {
    const file = relative(root, path).replaceAll("\\", "/");
    return withoutDescriptions(withFiles(root, file, readFileSync(path, "utf8")));
  };

  const contents = Object.fromEntries(Object.keys(GROUP_ENTRIES).map((group) => [group, new Map()]));
  contents.others.set(LIBRARY, `./${LIBRARY}`);
  for (const name of readdirSync(join(root, "src"), { recursive: true }).sort()) {
    const from = join(root, "src", name);
    if (!isOurs(relative(root, from).replaceAll("\\", "/"))) continue;
    for (const [, to] of readFileSync(from, "utf8").matchAll(DYNAMIC)) {
      const { group, file, path } = place(from, to);
      contents[group].set(file, path);
    }
  }
  // What an audit uses then shares one file with what others use of it.
  for (const [file, path] of contents.audit) contents.others.set(file, path);

  return {
    name: "lazy imports",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path: from }) => ({
        loader: "ts",
        contents: sourceOf(from).replace(DYNAMIC, (_, to) => {
          const { group, file } = place(from, to);
          return `import("group:${group}").then((group) => group.${exportName(file)})`;
        }),
      }));
      if (apart) {
        build.onResolve({ filter: /^group:/ }, ({ path }) => ({ path: `./${path.slice(6)}.js`, external: true }));
        return;
      }
      build.onResolve({ filter: /^group:/ }, ({ path }) => ({ path: path.slice(6), namespace: "group" }));
      build.onLoad({ filter: /.*/, namespace: "group" }, ({ path: group }) => ({
        resolveDir: root,
        contents: [...contents[group]]
          .map(([file, path]) => `export * as ${exportName(file)} from "${path}";`)
          .join("\n"),
      }));
    },
  };
}
