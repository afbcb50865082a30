// Makes what is published, lib/: bundle, declarations, assets and licences; from a checkout that is built.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { rollUp } from "./declarations.mjs";
import { licencesOf } from "./licences.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const lib = join(root, "lib");

rmSync(lib, { recursive: true, force: true });
const outputs = await bundle(root, lib);
writeFileSync(join(lib, "THIRD-PARTY-LICENCES.txt"), licencesOf(root, outputs));

// In the checkout, so that the types of its packages are found; not in node_modules, whose types would stay imports.
const declarations = mkdtempSync(join(lib, "declarations-"));
try {
  cpSync(join(root, "dist"), declarations, {
    recursive: true,
    filter: (path) => !path.endsWith(".js") && !path.endsWith(".wasm"),
  });
  rollUp(root, declarations, join(lib, "index.d.ts"));
} finally {
  rmSync(declarations, { recursive: true, force: true });
}
