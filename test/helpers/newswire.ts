import { fileURLToPath } from "node:url";
import { type Corpus, readCorpus } from "../../src/corpus/index.js";
import { corpusFrom, rowsOf } from "./corpora.js";

const fixtures = fileURLToPath(new URL("../../fixtures/newswire/", import.meta.url));

/** The sentences [from, to) of one of the newswire files, as a corpus of their own. */
export async function newswire(file: "train" | "reference", from: number, to: number): Promise<Corpus> {
  const whole = await readCorpus(`${fixtures}/${file}.conll`);
  return corpusFrom(rowsOf(whole).slice(from, to), `${file}.conll`);
}
