import { readdirSync } from "node:fs";
import { pathOf, read } from "./file.js";

/** The folders of src/, two levels deep, as the table writes them: `src/audit/signals/`. */
function folders(): string[] {
  const below = (folder: string) =>
    readdirSync(pathOf(folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}${name}/`);
  return below("src/").flatMap((folder) => [folder, ...below(folder)]);
}

it("CONTRIBUTING's table of the layout has every folder of src, two levels deep, once, and no other", () => {
  const rows = [...read("CONTRIBUTING.md").matchAll(/^\| `(src\/[^`]*\/)` +\| /gm)].map(([, folder]) => folder);
  expect(rows.sort()).toEqual(folders().sort());
});

it("the files that CONTRIBUTING names are there", () => {
  const named = [...read("CONTRIBUTING.md").matchAll(/`((?:src\/|test\/)?[\w./-]*\/\w+\.ts)`/g)].map(
    ([, file]) => file,
  );
  expect(named.length).toBeGreaterThan(10);
  const all = new Set(
    ["src", "test"].flatMap((root) =>
      readdirSync(pathOf(root), { recursive: true, encoding: "utf8" }).map(
        (file) => `${root}/${file.replaceAll("\\", "/")}`,
      ),
    ),
  );
  expect(named.filter((file) => !all.has(file) && !all.has(`src/${file}`))).toEqual([]);
});
