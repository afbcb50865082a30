import { DEFAULT_CACHE_SIZE } from "../../storage/prune.js";
import { AUDITING, INFLUENCE } from "../commands.js";
import { crossFit, directory, flag, oneOf, positive, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** How influence is computed. */
export const influence = [
  option(
    "--reference <which>",
    crossFit,
    "without <reference>: cross-fit or cross-fit=K uses <train> itself in K folds",
    {
      on: AUDITING,
      group: "Influence",
      unset: "none",
      onlyCommandLine: true,
    },
  ),
  option("--targets <which>", text, "reference segments to compute influence on: errors, all, or FILE:LINE", {
    on: [...AUDITING, "validate"],
    group: "Influence",
    default: "errors",
  }),
  option("--allow-unseen", flag, "skip reference segments whose labels do not occur in training", {
    on: INFLUENCE,
    group: "Influence",
  }),
  option(
    "--trust <how>",
    oneOf(["low", "auto", "high"]),
    "times a reference sentence counts in the refit: 1, 5 or 64",
    {
      on: AUDITING,
      group: "Influence",
      default: "auto",
    },
  ),
  option("--cg-tolerance <x>", positive, "largest relative residual of the linear solve", {
    on: [...AUDITING, "explain"],
    group: "Influence",
    default: 1e-3,
    unset: "1e-3",
  }),
  option("--cg-tolerance <x>", positive, "largest relative residual of each linear solve", {
    on: ["validate"],
    group: "Influence",
    default: 1e-4,
    unset: "1e-4",
    onlyCommandLine: true,
  }),
  option("--cache <dir>", directory, "directory for cached results", {
    on: INFLUENCE,
    group: "Influence",
    unset: "the user's cache directory",
    negated: "do not use the cache",
  }),
  option("--cache-size <mb>", wholeNumber(0), "largest size of the cache in MB; what was not used for longest goes", {
    on: [...INFLUENCE, "cache prune"],
    group: "Influence",
    default: DEFAULT_CACHE_SIZE / 1e6,
  }),
] as const;
