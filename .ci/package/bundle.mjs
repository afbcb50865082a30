// Bundles the command line, the library and their threads, with the packages that they use, into lib/.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { builtins } from "./builtins.mjs";
import { exportName, GROUP_ENTRIES, LIBRARY, lazyImports } from "./lazyImports.mjs";

/** Files that the code reads at run time, and where it looks for them from a file of lib/. */
const ASSETS = {
  "dist/kernels/kernels.wasm": "kernels.wasm",
  "dist/report/html/page/bundle.js": "page/bundle.js",
  "dist/report/html/page/bundle.css": "page/bundle.css",
  "src/audit/coefficients/coefficients.json": "coefficients.json",
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
    await build({ ...options, entryPoints: GROUP_ENTRIES, splitting: true, plugins: [lazyImports(root), builtins] }),
  ];
  const files = builds.flatMap(({ outputFiles }) => outputFiles);
  const assets = Object.entries(ASSETS).map(([from, to]) => ({
    path: join(lib, to),
    contents: readFileSync(join(root, from)),
  }));
  assets.push({ path: join(lib, "index.js"), contents: await library(root) });
  assets.push({ path: join(lib, "schemas.json"), contents: schemas(root) });
  const digest = createHash("sha256");
  for (const { path, contents } of [...files.sort((a, b) => (a.path < b.path ? -1 : 1)), ...assets]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    digest.update(contents);
  }
  // Names this build in keys of the cache, as .ci/stamp.mjs does for dist.
  writeFileSync(join(lib, "fingerprint"), `${digest.digest("hex")}\n`);
  return Object.assign({}, ...builds.map(({ metafile }) => metafile.outputs));
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

/** The JSON Schemas of docs/ by their names, in one file. */
function schemas(root) {
  const names = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".schema.json"));
  const read = (name) => JSON.parse(readFileSync(join(root, "docs", name), "utf8"));
  return JSON.stringify(
    Object.fromEntries(names.sort().map((name) => [name.replace(/\.schema\.json$/, ""), read(name)])),
  );
}
