import { existsSync } from "node:fs";
import { pathOf, read } from "./file.js";

const rows = [...read("docs/reliability.md").matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)]
  .map(([, promise, tests]) => [promise, tests])
  .filter(([promise]) => !["promise", "---"].includes(promise));

it.each(rows)("a test holds: %s", (_, tests) => {
  const files = [...tests.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map(([, file]) => file);
  expect(files).not.toEqual([]);
  expect(files.filter((file) => !existsSync(pathOf(file)))).toEqual([]);
});
