import type { Reporter } from "./context.js";
import { csv, tsv } from "./csv.js";
import type { FormatName } from "./formats.js";
import { github } from "./github.js";
import { gitlab } from "./gitlab.js";
import { htmlReport } from "./html/html.js";
import { json, jsonl } from "./json.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { sarif } from "./sarif/sarif.js";
import { text } from "./text.js";

/** Every format by its name; a new one is a file, a line here and its name in formats.ts. */
export const reporters: Readonly<Record<FormatName, Reporter>> = {
  text,
  json,
  jsonl,
  csv,
  tsv,
  sarif,
  github,
  gitlab,
  junit,
  markdown,
  html: (report) => htmlReport(report),
};
