import { wordsOf } from "../../audit/findings.js";
import { placeOf as placeOfToken } from "../../corpus/files.js";
import type { Corpus } from "../../corpus/types.js";
import type { ValidationPlace } from "../../findings/validation.js";
import { at } from "../../math/at.js";
import type { Unit } from "./units.js";

export function placeOf(corpus: Corpus, { start, end, label }: Unit): ValidationPlace {
  return {
    ...placeOfToken(corpus, start),
    endLine: at(corpus.lines, end - 1),
    tokens: wordsOf(corpus, start, end),
    label,
  };
}
