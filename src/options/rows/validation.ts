import { oneOf, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** How influence is compared with retraining. */
export const validation = [
  option("--design <design>", oneOf(["top", "random", "stratified"]), "how pairs are chosen", {
    on: ["validate"],
    group: "Validation",
    default: "top",
    onlyCommandLine: true,
  }),
  // Fewer say nothing about a correlation.
  option("--pairs <n>", wholeNumber(4), "approximate number of pairs of a training and a reference segment", {
    on: ["validate"],
    group: "Validation",
    default: 400,
    onlyCommandLine: true,
  }),
  option("--changes <which>", oneOf(["both", "removal", "relabelling"]), "remove labels, replace them, or both", {
    on: ["validate"],
    group: "Validation",
    default: "both",
    onlyCommandLine: true,
  }),
  option("--seed <n>", wholeNumber(0), "seed of the random choices", {
    on: ["validate"],
    group: "Validation",
    default: 1,
    onlyCommandLine: true,
  }),
] as const;
