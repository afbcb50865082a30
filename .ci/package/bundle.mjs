// Bundles the command line, the library and their threads, with the packages that they use, into lib/.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { builtins } from "./builtins.mjs";
import { lazyImports } from "./lazyImports.mjs";

/** Files that the code reads at run time, and where it looks for them from a file of lib/. */
const ASSETS = {
  "dist/kernels/kernels.wasm": "kernels.wasm",
  "dist/report/html/page/bundle.js": "page/bundle.js",
  "dist/report/html/page/bundle.css": "page/bundle.css",
  "src/audit/coefficients/coefficients.json": "coefficients.json",
};

const ENTRIES = {
  program: "group:program",
  index: "src/index.ts",
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
  // The first file is complete in itself, so that the version is printed without reading a second one.
  const builds = [
    await build({
      ...options,
      entryPoints: { seginf: "bin/seginf.js" },
      plugins: [binary(root), lazyImports(root, true)],
    }),
    await build({ ...options, entryPoints: ENTRIES, splitting: true, plugins: [lazyImports(root), builtins] }),
  ];
  const files = builds.flatMap(({ outputFiles }) => outputFiles);
  const assets = Object.entries(ASSETS).map(([from, to]) => ({
    path: join(lib, to),
    contents: readFileSync(join(root, from)),
  }));
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
