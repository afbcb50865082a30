// The licences of the packages that the bundle holds.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Those that ask for no more than that their text goes along; any other stops the build. */
const COMPATIBLE = ["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"];

/**
 * @param outputs of esbuild's metafile
 * @returns the text of THIRD-PARTY-LICENCES.txt: each package with its version and licence, then the licence's text
 */
export function licencesOf(root, outputs) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const names = new Set(inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  const permission = readFileSync(join(root, "LICENSE"), "utf8").replace(
    /^[\s\S]*(?=Permission is hereby granted)/,
    "",
  );
  const packages = [...names].sort().map((name) => licenceOf(join(root, "node_modules", name), permission));
  const rule = "-".repeat(72);
  return [
    "seginf is under the MIT licence (see LICENSE). The files in lib/ also hold code of these packages:\n",
    ...packages.map(({ name, version, license }) => `  ${name} ${version}  ${license}`),
    ...packages.flatMap(({ name, text }) => ["", rule, name, rule, "", text.trim().replaceAll("\r", "")]),
    "",
  ].join("\n");
}

function licenceOf(directory, permission) {
  const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const { name, version, license } = manifest;
  if (!COMPATIBLE.includes(license)) throw new Error(`${name} is under ${license}: is that compatible?`);
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(directory, file), "utf8") : assembled(directory, manifest, permission);
  return { name, version, license, text };
}

/** The licence of a package that names it but leaves out its text: the authors, the notice in its code, MIT's text. */
function assembled(directory, { name, main, author, license }, permission) {
  const notice = /^\/\*!([\s\S]*?)\*\//.exec(readFileSync(join(directory, main), "utf8"))?.[1];
  if (license !== "MIT" || notice === undefined) throw new Error(`${name} has no licence file`);
  return [`Copyright (c) ${author}`, notice.replaceAll(/^ *\* ?/gm, "").trim(), permission].join("\n\n");
}
