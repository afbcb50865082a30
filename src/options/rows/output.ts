import { FORMATS } from "../../report/formats.js";
import { TOOLS } from "../../triage/exchange/types.js";
import { destination, directory, flag, listOf, oneOf, path } from "../kinds.js";
import { option } from "../row.js";

/** What is written, and where. */
export const output = [
  option("-m, --model <file>", path, "where to write the model", {
    on: ["train"],
    group: "Output",
    required: true,
    onlyCommandLine: true,
  }),
  option("--format <name[=file]>", listOf(destination), `output format: ${FORMATS.join(", ")}; repeatable`, {
    on: ["audit"],
    group: "Output",
    default: ["text"],
    unset: "text",
  }),
  option("--format <format>", oneOf(["text", "json", "jsonl"]), "output format", {
    on: ["explain"],
    group: "Output",
    default: "text",
    onlyCommandLine: true,
  }),
  option("--format <format>", oneOf(["text", "json"]), "output format", {
    on: ["evaluate", "config", "validate", "batch", "agreement"],
    group: "Output",
    default: "text",
    onlyCommandLine: true,
  }),
  option("--format <tool>", oneOf(TOOLS), "the annotation tool", {
    on: ["export"],
    group: "Output",
    required: true,
    onlyCommandLine: true,
  }),
  option("--format <format>", oneOf(["text", "json", "svg"]), "output format", {
    on: ["score"],
    group: "Output",
    default: "text",
    onlyCommandLine: true,
  }),
  option("-o, --output <file>", path, "where to write the settings", {
    on: ["init"],
    group: "Output",
    default: "seginf.config.json",
    onlyCommandLine: true,
  }),
  option("--tokens", flag, "print the tokens alone, one a line, and an empty line after each sentence", {
    on: ["inspect"],
    group: "Output",
    onlyCommandLine: true,
  }),
  option("--force", flag, "overwrite an existing file", {
    on: ["init", "baseline write"],
    group: "Output",
    onlyCommandLine: true,
  }),
  option("-o, --output <file>", path, "write to this file, atomically, instead of standard output", {
    on: ["audit", "explain", "tag", "score", "fix", "validate", "report", "export"],
    group: "Output",
    onlyCommandLine: true,
  }),
  option("-o, --output <dir>", directory, "directory of the results", {
    on: ["batch"],
    group: "Output",
    unset: "the plan's, else audits next to it",
    onlyCommandLine: true,
  }),
  option("--plot <file>", path, "write a scatter plot of predicted and retrained changes, as SVG", {
    on: ["validate"],
    group: "Output",
    onlyCommandLine: true,
  }),
  option("-o, --output <file>", path, "the verdict file, also read to resume a review", {
    on: ["review"],
    group: "Output",
    default: "verdicts.json",
    onlyCommandLine: true,
  }),
  option("-o, --output <file>", path, "the verdict file; verdicts that it holds already are kept", {
    on: ["import"],
    group: "Output",
    default: "verdicts.json",
    onlyCommandLine: true,
  }),
  option("--in-place", flag, "overwrite <corpus>, atomically", {
    on: ["fix"],
    group: "Output",
    conflicts: ["--output", "--patch"],
    onlyCommandLine: true,
  }),
  option("--patch", flag, "print the changes as a unified diff, for git apply", {
    on: ["fix"],
    group: "Output",
    onlyCommandLine: true,
  }),
] as const;
