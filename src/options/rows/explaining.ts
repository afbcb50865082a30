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
  option("--unit <unit>", oneOf(UNITS), "what counts as one piece of <train>", {
    on: ["explain"],
    group: "Explaining",
    default: "segment",
    onlyCommandLine: true,
  }),
  option("--reference-unit <unit>", oneOf(UNITS), "what counts as one piece of <reference>", {
    on: ["explain"],
    group: "Explaining",
    default: "segment",
    onlyCommandLine: true,
  }),
  option("--context <n>", wholeNumber(0), "tokens on either side whose labels count with a piece of <train>", {
    on: ["explain"],
    group: "Explaining",
    default: 0,
    onlyCommandLine: true,
  }),
  option(
    "--rank <how>",
    oneOf(RANKS),
    "order of the pieces: by what retraining without them would do, by influence, for each unit of gradient, or by their part in what carries most",
    {
      on: ["explain"],
      group: "Explaining",
      default: "removal",
      onlyCommandLine: true,
    },
  ),
  option("--as <label>", text, "try this label for a segment of <train>", {
    on: ["explain"],
    group: "Explaining",
    unset: "the likeliest other one",
    onlyCommandLine: true,
  }),
  option("--limit <n>", wholeNumber(0), "pieces to print in each direction; 0 for all", {
    on: ["explain"],
    group: "Explaining",
    default: 5,
    onlyCommandLine: true,
  }),
  option("--features <n>", wholeNumber(0), "features and transitions to print for each", {
    on: ["explain"],
    group: "Explaining",
    default: 5,
    onlyCommandLine: true,
  }),
] as const;
