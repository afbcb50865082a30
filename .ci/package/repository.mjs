// Writes the address of the repository, as repository.json has it, wherever it is needed. While the owner is OWNER, nothing
// is published, and package.json has no address: one that is made up would lead people to somebody else.
// node .ci/package/repository.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Files that name the repository as OWNER/NAME. */
const NAMED = ["docs/ci.md", ".github/ISSUE_TEMPLATE/config.yml"];

export const isKnown = ({ owner }) => owner !== "OWNER";

/** package.json with the fields that follow from the address, or without them where it is not known. */
export function manifestWith(manifest, place) {
  const { homepage, bugs, repository, author, ...rest } = manifest;
  if (!isKnown(place)) return rest;
  const address = `https://github.com/${place.owner}/${place.repository}`;
  const fields = {
    homepage: `${address}#readme`,
    bugs: { url: `${address}/issues` },
    repository: { type: "git", url: `git+${address}.git` },
    author: place.author,
  };
  // After the keywords, where readers look for them.
  return Object.fromEntries(
    Object.entries(rest).flatMap(([key, value]) =>
      key === "keywords" ? [[key, value], ...Object.entries(fields)] : [[key, value]],
    ),
  );
}

/** A page with the repository's name in place of the placeholder. */
export const pageWith = (text, { owner, repository }) => text.replaceAll("OWNER/seginf", `${owner}/${repository}`);

function main([flag]) {
  const place = JSON.parse(readFileSync(join(root, ".ci/package/repository.json"), "utf8"));
  const pages = NAMED.map((file) => [file, (text) => pageWith(text, place)]);
  const manifest = (text) => `${JSON.stringify(manifestWith(JSON.parse(text), place), null, 2)}\n`;
  for (const [file, change] of [["package.json", manifest], ...pages]) {
    const text = readFileSync(join(root, file), "utf8");
    const changed = change(text);
    if (changed === text) continue;
    if (flag === "--check") {
      console.error(`${file}: not as .ci/package/repository.json says; run node .ci/package/repository.mjs`);
      process.exitCode = 1;
    } else writeFileSync(join(root, file), changed);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
