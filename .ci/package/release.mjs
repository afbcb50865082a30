// What has to hold before a version is published: node .ci/package/release.mjs vX.Y.Z, the tag. Prints each reason not to.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isKnown } from "./repository.mjs";

/**
 * @param tag the tag that is being released
 * @param files the text of package.json, package-lock.json, CHANGELOG.md, docs/ci.md and repository.json, by name
 * @returns the reasons not to publish, one a line
 */
export function reasonsAgainst(tag, files) {
  const { version } = JSON.parse(files["package.json"]);
  const locked = JSON.parse(files["package-lock.json"]);
  const reasons = [];
  if (tag !== `v${version}`) reasons.push(`the tag is ${tag}, package.json has ${version}`);
  for (const [where, found] of [
    ["its top", locked.version],
    ['packages[""]', locked.packages[""].version],
  ]) {
    if (found !== version) reasons.push(`package-lock.json has ${found} at ${where}, package.json ${version}`);
  }
  const heading = new RegExp(`^## \\[?${version.replaceAll(".", "\\.")}\\]?(.*)$`, "m").exec(files["CHANGELOG.md"]);
  if (heading === null) reasons.push(`CHANGELOG.md has no section on ${version}`);
  else if (heading[1].includes("unreleased")) reasons.push(`CHANGELOG.md calls ${version} unreleased`);
  // Users pin the action and the hook by the tag that the page shows: v1.2.3, or v1 for the newest of a major version.
  const named = [...files["docs/ci.md"].matchAll(/(?:\/seginf@|rev: )(v[\d.]+)/g)].map(([, found]) => found);
  for (const found of new Set(named)) {
    if (found !== tag && found !== tag.split(".")[0]) reasons.push(`docs/ci.md names ${found}, the tag is ${tag}`);
  }
  if (!isKnown(JSON.parse(files["repository.json"]))) reasons.push("repository.json does not name the repository");
  return reasons;
}

function main([tag = ""]) {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const read = (file) => readFileSync(join(root, file), "utf8");
  const names = ["package.json", "package-lock.json", "CHANGELOG.md", "docs/ci.md"];
  const files = Object.fromEntries(names.map((name) => [name, read(name)]));
  const reasons = reasonsAgainst(tag, { ...files, "repository.json": read(".ci/package/repository.json") });
  for (const reason of reasons) console.error(reason);
  process.exitCode = reasons.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
