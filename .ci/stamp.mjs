// Ends a build: writes dist/fingerprint, a digest of all that was compiled, which names this build in keys of the cache.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist");
const hash = createHash("sha256");
for (const name of readdirSync(dist, { recursive: true }).sort()) {
  if (!/\.(js|wasm)$/.test(name)) continue;
  hash.update(`${name.replaceAll("\\", "/")}\n`).update(readFileSync(join(dist, name)));
}
writeFileSync(join(dist, "fingerprint"), `${hash.digest("hex")}\n`);
