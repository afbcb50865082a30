import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

test("the README shows what the demo really prints", () => {
  const shown = /```\n(train {6}fixtures[\s\S]*?)```/.exec(read("README.md"))?.[1];
  const { scripts } = JSON.parse(read("package.json")) as { scripts: { demo: string } };
  const args = scripts.demo.split("node bin/seginf.js ")[1].split(" ");
  const { stdout } = spawnSync(process.execPath, ["bin/seginf.js", ...args, "--no-cache"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  expect(shown?.length).toBeGreaterThan(800);
  expect(stdout.startsWith(shown ?? "\0")).toBe(true);
});

test("every page that the README links to is there", () => {
  const links = [...read("README.md").matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path);
  expect(links.length).toBeGreaterThan(4);
  for (const path of links) expect(read(path).length).toBeGreaterThan(0);
});
