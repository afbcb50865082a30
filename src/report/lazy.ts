import type { Reporter } from "./context.js";
import type { FormatName } from "./formats.js";

/** The formats of registry.ts, each loaded when it is asked for. */
const loaders: Readonly<Record<FormatName, () => Promise<Reporter>>> = {
  text: async () => (await import("./text.js")).text,
  json: async () => (await import("./json.js")).json,
  jsonl: async () => (await import("./json.js")).jsonl,
  csv: async () => (await import("./csv.js")).csv,
  tsv: async () => (await import("./csv.js")).tsv,
  sarif: async () => (await import("./sarif/sarif.js")).sarif,
  github: async () => (await import("./github.js")).github,
  gitlab: async () => (await import("./gitlab.js")).gitlab,
  junit: async () => (await import("./junit.js")).junit,
  markdown: async () => (await import("./markdown.js")).markdown,
  html: async () => {
    const { htmlReport } = await import("./html/html.js");
    return (report) => htmlReport(report);
  },
};

export const loadReporter = (format: FormatName): Promise<Reporter> => loaders[format]();
