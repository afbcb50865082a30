import { OFFSET_UNITS } from "../../corpus/json/record.js";
import { MAX_BYTES } from "../../corpus/limits.js";
import { SCHEMES } from "../../corpus/scheme.js";
import { READING } from "../commands.js";
import { flag, oneOf, path, text, wholeNumber } from "../kinds.js";
import { option } from "../row.js";

/** How corpora and predictions are read. */
export const reading = [
  option(
    "--token-column <column>",
    text,
    "column of the tokens: a number from the left (1) or right (-1), or a name that the file has",
    {
      on: [...READING, "inspect", "tag", "init"],
      group: "Reading",
      unset: "detected: see seginf inspect",
    },
  ),
  option(
    "--label-column <column>",
    text,
    "column of the labels, named the same way; MISC:NER for a key in MISC or FEATS, 2+3 for prefixes and types",
    {
      on: [...READING, "inspect", "init"],
      group: "Reading",
      unset: "detected: see seginf inspect",
    },
  ),
  option("--input-format <format>", oneOf(["columns", "conllu", "jsonl"]), "format of the files", {
    on: [...READING, "inspect", "tag", "init"],
    group: "Reading",
    unset: "detected",
  }),
  option("--scheme <scheme>", oneOf(SCHEMES), "tag scheme", {
    on: [...READING, "inspect"],
    group: "Reading",
    unset: "detected",
  }),
  option("--allow-ragged", flag, "accept rows whose number of columns differs, if they have the needed ones", {
    on: [...READING, "inspect", "tag", "init"],
    group: "Reading",
  }),
  option("--encoding <name>", text, "the files' character encoding, as latin1, utf-16le, gb18030 or cesu-8", {
    on: [...READING, "inspect", "tag", "init"],
    group: "Reading",
    unset: "UTF-8, or UTF-16 by its byte order mark",
  }),
  option("--replace-invalid", flag, "read bytes that are not valid in the encoding as U+FFFD", {
    on: [...READING, "inspect", "tag", "init"],
    group: "Reading",
  }),
  option("--labels <file>", path, "names of labels that JSON gives as numbers: one a line from 0 on, or JSON", {
    on: [...READING, "inspect", "init"],
    group: "Reading",
    unset: "those in the file",
  }),
  option("--offsets <unit>", oneOf(OFFSET_UNITS), "what offsets of spans in JSON count, or how spans end", {
    on: [...READING, "inspect", "tag", "init"],
    group: "Reading",
    unset: "what the spans' own words or their format show, else code points",
  }),
  option("--max-bytes <n>", wholeNumber(1), "refuse a file of more bytes, counted after decompression", {
    on: [...READING, "inspect", "tag", "init"],
    group: "Reading",
    default: MAX_BYTES,
  }),
  option("--predicted-column <column>", text, "the column of the labels in <predicted>", {
    on: ["evaluate"],
    group: "Reading",
    unset: "where seginf tag writes them, else as in <gold>",
  }),
  option("-m, --model <file>", path, "tag <gold> with this model of seginf train and evaluate the result", {
    on: ["evaluate"],
    group: "Reading",
    onlyCommandLine: true,
  }),
] as const;
