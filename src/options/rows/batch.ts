import { directory, flag, oneOf, redisUrl, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** What a plan can be handed to. */
export const EMITTED = ["plan", "slurm", "k8s", "github"] as const;

/** How many audits are run: which, where, and how many at once. */
export const batch = [
  option("-j, --jobs <n>", wholeNumber(1), "number of audits that run at once", {
    on: ["batch"],
    group: "Batch",
    unset: "one for each core",
    onlyCommandLine: true,
  }),
  option("-j, --jobs <n>", wholeNumber(1), "number of audits that run at once", {
    on: ["worker"],
    group: "Batch",
    default: 1,
    onlyCommandLine: true,
  }),
  option("--memory <mb>", wholeNumber(1), "memory that the audits may take together, in MB", {
    on: ["batch"],
    group: "Batch",
    unset: "three quarters of the machine's",
    onlyCommandLine: true,
  }),
  option("--retries <n>", wholeNumber(0), "times to run an audit again whose process was killed", {
    on: ["batch"],
    group: "Batch",
    default: 2,
    onlyCommandLine: true,
  }),
  option("--retries <n>", wholeNumber(0), "times to take an audit over from workers that died", {
    on: ["worker"],
    group: "Batch",
    default: 10,
    onlyCommandLine: true,
  }),
  option("--pair <from=to>", text, "the reference of each corpus: its path with the last FROM replaced by TO", {
    on: ["batch"],
    group: "Batch",
    onlyCommandLine: true,
  }),
  option("--task <n>", wholeNumber(0), "run one audit of the plan, counted from 0, and write no summary", {
    on: ["batch"],
    group: "Batch",
    conflicts: ["--queue", "--emit", "--collect"],
    onlyCommandLine: true,
  }),
  option("--collect", flag, "run nothing: make the summary of the results that are there", {
    on: ["batch"],
    group: "Batch",
    conflicts: ["--queue", "--emit"],
    onlyCommandLine: true,
  }),
  option("--emit <what>", oneOf(EMITTED), "print the plan, or what runs it on a cluster", {
    on: ["batch"],
    group: "Batch",
    conflicts: ["--queue"],
    onlyCommandLine: true,
  }),
  option("--queue <url>", redisUrl, "hand the audits to workers, through Redis: redis://HOST:PORT", {
    on: ["batch"],
    group: "Batch",
    onlyCommandLine: true,
  }),
  option("--queue <url>", redisUrl, "where audits come from: redis://HOST:PORT", {
    on: ["worker"],
    group: "Batch",
    required: true,
    onlyCommandLine: true,
  }),
  option("--lease <s>", wholeNumber(1), "seconds of silence after which a worker counts as dead", {
    on: ["worker"],
    group: "Batch",
    default: 30,
    onlyCommandLine: true,
  }),
  option("--cache <dir>", directory, "directory for cached results, which all audits may share", {
    on: ["batch", "worker"],
    group: "Batch",
    unset: "the plan's, else the user's cache directory",
    negated: "do not use the cache",
    // A configuration file's would go before the plan's.
    onlyCommandLine: true,
  }),
] as const;
