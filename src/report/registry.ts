import type { Reporter } from "./context.js";
import { json, jsonl } from "./json.js";
import { text } from "./text.js";

/** Names of the formats, as `--format` takes them. */
export type FormatName = "text" | "json" | "jsonl";

/** Every format by its name; a new one is a file and a line here. */
export const reporters: Readonly<Record<FormatName, Reporter>> = { text, json, jsonl };
