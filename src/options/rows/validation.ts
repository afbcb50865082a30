import { oneOf, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** How predictions are held against retraining. */
export const validation = [
  option("--design <design>", oneOf(["top", "random", "stratified"]), "what to retrain without", {
    on: ["validate"],
    group: "Validation",
    default: "top",
    onlyCommandLine: true,
  }),
  // Fewer tell nothing of a correlation.
  option("--pairs <n>", wholeNumber(4), "pairs of a training and a reference segment to compare, about", {
    on: ["validate"],
    group: "Validation",
    default: 400,
    onlyCommandLine: true,
  }),
  option("--changes <which>", oneOf(["both", "removal", "relabelling"]), "take labels out, replace them, or both", {
    on: ["validate"],
    group: "Validation",
    default: "both",
    onlyCommandLine: true,
  }),
  option("--seed <n>", wholeNumber(0), "seed of what is drawn at random", {
    on: ["validate"],
    group: "Validation",
    default: 1,
    onlyCommandLine: true,
  }),
] as const;
