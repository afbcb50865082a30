import { UNITS } from "../../corpus/units.js";
import { RANKS } from "../../findings/rankings.js";
import { oneOf, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** What is explained, and how far. */
export const explaining = [
  option(
    "--at <place>",
    text,
    "what to explain: FILE:LINE in either file, FILE:LINE-LINE for exactly these tokens, or <reference>",
    {
      on: ["explain"],
      group: "Explaining",
      required: true,
      onlyCommandLine: true,
    },
  ),
  option("--unit <unit>", oneOf(UNITS), "unit of <train>", {
    on: ["explain"],
    group: "Explaining",
    default: "segment",
    onlyCommandLine: true,
  }),
  option("--reference-unit <unit>", oneOf(UNITS), "unit of <reference>", {
    on: ["explain"],
    group: "Explaining",
    default: "segment",
    onlyCommandLine: true,
  }),
  option("--context <n>", wholeNumber(0), "tokens on either side whose labels are included in each unit of <train>", {
    on: ["explain"],
    group: "Explaining",
    default: 0,
    onlyCommandLine: true,
  }),
  option(
    "--rank <how>",
    oneOf(RANKS),
    "order: expected effect of removal, influence, influence per unit of gradient, or part in the leading feature",
    {
      on: ["explain"],
      group: "Explaining",
      default: "removal",
      onlyCommandLine: true,
    },
  ),
  option("--as <label>", text, "label to try for a segment of <train>", {
    on: ["explain"],
    group: "Explaining",
    unset: "the most likely other label",
    onlyCommandLine: true,
  }),
  option("--limit <n>", wholeNumber(0), "units to print in each direction; 0 for all", {
    on: ["explain"],
    group: "Explaining",
    default: 5,
    onlyCommandLine: true,
  }),
  option("--features <n>", wholeNumber(0), "features and transitions to print for each unit", {
    on: ["explain"],
    group: "Explaining",
    default: 5,
    onlyCommandLine: true,
  }),
] as const;
