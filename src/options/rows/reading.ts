import { SCHEMES } from "../../corpus/scheme.js";
import { READING } from "../commands.js";
import { flag, oneOf, path, text } from "../kinds.js";
import { option } from "../row.js";

/** How corpora are read, and what is read beside them. */
export const reading = [
  option("--token-column <column>", text, "number from the left (1), from the right (-1), or a CoNLL-U or JSONL name", {
    on: [...READING, "tag", "init"],
    group: "Reading",
    unset: "the first, FORM, or tokens",
  }),
  option("--label-column <column>", text, "the same for the labels", {
    on: [...READING, "init"],
    group: "Reading",
    unset: "the last, UPOS, or ner_tags/tags/labels",
  }),
  option("--input-format <format>", oneOf(["columns", "conllu", "jsonl"]), "how to read the files", {
    on: [...READING, "tag", "init"],
    group: "Reading",
    unset: "detected",
  }),
  option("--scheme <scheme>", oneOf(SCHEMES), "how tags spell segments", {
    on: READING,
    group: "Reading",
    unset: "detected",
  }),
  option("--allow-ragged", flag, "read rows with more or fewer columns than the first, where they hold those needed", {
    on: [...READING, "tag", "init"],
    group: "Reading",
  }),
  option("--predicted-column <column>", text, "the column of the labels in <predicted>", {
    on: ["evaluate"],
    group: "Reading",
    unset: "where seginf tag writes them, else as in <gold>",
  }),
  option("-m, --model <file>", path, "tag <gold> with this model of seginf train and score that", {
    on: ["evaluate"],
    group: "Reading",
    onlyCommandLine: true,
  }),
] as const;
