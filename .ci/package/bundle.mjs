// Bundles the command line, the library and their threads, with the packages that they use, into lib/.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { minify } from "@swc/core";
import { build } from "esbuild";
import { builtins } from "./builtins.mjs";
import { folded, gathered } from "./folded.mjs";
import { FINGERPRINT } from "./inlined.mjs";
import { exportName, GROUP_ENTRIES, LIBRARY, lazyImports } from "./lazyImports.mjs";

/** Files that the code reads at run time, and where it looks for them from a file of lib/. */
const ASSETS = {
  "dist/kernels/kernels.wasm": "kernels.wasm",
};

/** Files that are complete in themselves up to their import()s: what Node starts, and what it starts first. */
const STARTED = {
  seginf: "bin/seginf.js",
  kernelWorker: "src/kernels/kernelWorker.ts",
  auditWorker: "src/pipeline/auditWorker.ts",
};

/** bin/seginf.js runs what has been compiled; its bundle, the sources. */
const binary = (root) => ({
  name: "binary",
  setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/dist\/cli\.js$/ }, () => ({ path: join(root, "src/cli.ts") })),
});

/** cli-progress measures a bar's width where it is aligned, which none is, with the emoji of a package of its own. */
const unaligned = {
  name: "bars that are not aligned",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ path }) => ({ path, namespace: "unaligned" }));
    onLoad({ filter: /.*/, namespace: "unaligned" }, () => ({ contents: "module.exports = (text) => text.length;" }));
  },
};

/**
 * @param root the checkout, built
 * @param lib where the bundle goes; empty
 * @returns the outputs of esbuild's metafiles: which file of the bundle holds which modules
 */
export async function bundle(root, lib) {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const options = {
    absWorkingDir: root,
    outdir: lib,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    charset: "utf8",
    legalComments: "none",
    mainFields: ["module", "main"],
    // Packages that the user may install: they stay imports.
    external: Object.keys(peerDependencies),
    metafile: true,
    write: false,
    logLevel: "warning",
  };
  const builds = [
    await build({ ...options, entryPoints: STARTED, plugins: [binary(root), lazyImports(root, true)] }),
    await build({
      ...options,
      entryPoints: GROUP_ENTRIES,
      splitting: true,
      plugins: [lazyImports(root), builtins, unaligned],
    }),
  ];
  const texts = builds.flatMap(({ outputFiles }) => outputFiles.map(({ path, text }) => [basename(path), text]));
  const bundled = await minified(await gathered("shared.js", await folded("audit.js", new Map(texts))));
  const assets = Object.entries(ASSETS).map(([from, to]) => ({
    path: join(lib, to),
    contents: readFileSync(join(root, from)),
  }));
  assets.push({ path: join(lib, "index.js"), contents: await library(root) });
  assets.push({ path: join(lib, "schemas.json"), contents: schemas(root) });
  const files = [...bundled].sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = createHash("sha256");
  for (const [, text] of files) digest.update(text);
  for (const { contents } of assets) digest.update(contents);
  // Names this build in keys of the cache, as .ci/stamp.mjs does for dist.
  const fingerprint = digest.digest("hex");
  mkdirSync(lib, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(lib, name), text.replaceAll(FINGERPRINT, fingerprint));
  for (const { path, contents } of assets) writeFileSync(path, contents);
  return Object.assign({}, ...builds.map(({ metafile }) => metafile.outputs));
}

/** A second minifier finds what the first leaves: a twentieth of what is packed. */
async function minified(texts) {
  const options = {
    ...{ module: true, ecma: 2022, mangle: { toplevel: true }, format: { comments: false, ecma: 2022 } },
    compress: { passes: 3, ecma: 2022, toplevel: true },
  };
  const entries = [...texts].map(async ([name, text]) => [name, (await minify(text, options)).code]);
  return new Map(await Promise.all(entries));
}

/** The library as a file of its own: names for what is in the bundle. */
async function library(root) {
  const { metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: [LIBRARY], outdir: ".", bundle: false, write: false, metafile: true },
  });
  const [{ exports }] = Object.values(metafile.outputs);
  const name = exportName(LIBRARY);
  return `import { ${name} } from "./others.js";\nexport const { ${exports.join(", ")} } = ${name};\n`;
}

/** The JSON Schemas of docs/ by their names, in one file; that of the configuration is a file of its own, which editors read. */
function schemas(root) {
  const isDocument = (name) => name.endsWith(".schema.json") && name !== "seginf.config.schema.json";
  const names = readdirSync(join(root, "docs")).filter(isDocument);
  const read = (name) => JSON.parse(readFileSync(join(root, "docs", name), "utf8"));
  return JSON.stringify(
    Object.fromEntries(names.sort().map((name) => [name.replace(/\.schema\.json$/, ""), read(name)])),
  );
}
