import { AUDITING, INFLUENCE } from "../commands.js";
import { crossFit, flag, oneOf, path, positive, text } from "../kinds.js";
import { option } from "../row.js";

/** How influence is worked out. */
export const influence = [
  option("--reference <which>", crossFit, "without <reference>: cross-fit or cross-fit=K, <train> itself in K folds", {
    on: AUDITING,
    group: "Influence",
    unset: "none",
    onlyCommandLine: true,
  }),
  option("--targets <which>", text, "reference segments that count: errors, all, or FILE:LINE", {
    on: [...AUDITING, "validate"],
    group: "Influence",
    default: "errors",
  }),
  option("--allow-unseen", flag, "leave out reference segments with labels that training lacks", {
    on: INFLUENCE,
    group: "Influence",
  }),
  option(
    "--trust <how>",
    oneOf(["low", "auto", "high"]),
    "how much a reference sentence weighs in refits; auto asks held-out ones",
    {
      on: AUDITING,
      group: "Influence",
      default: "auto",
    },
  ),
  option("--cg-tolerance <x>", positive, "bound on the relative residual of the solve", {
    on: [...AUDITING, "explain"],
    group: "Influence",
    default: 1e-3,
    unset: "1e-3",
  }),
  option("--cg-tolerance <x>", positive, "bound on the relative residual of each solve", {
    on: ["validate"],
    group: "Influence",
    default: 1e-4,
    unset: "1e-4",
    onlyCommandLine: true,
  }),
  option("--cache <dir>", path, "where taggers and solves are kept", {
    on: INFLUENCE,
    group: "Influence",
    unset: "the user's cache directory",
    negated: "keep and reuse nothing",
  }),
] as const;
