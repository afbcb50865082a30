// Corpora as documents of sentences that errors can be planted in. Every corpus is brought to BIO, so that one way of
// spelling segments serves all.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCorpus, readSegments, segmentTags } from "../../dist/corpus/index.js";
import { shuffled } from "./random.mjs";

/** Sentences to a document where a corpus marks none. */
const BLOCK = 25;

/**
 * Documents {id, sentences: [{words, segments: [{start, end, label}]}]} of a file.
 *
 * @param marks in the options: a file with the same sentences that has the document marks, where the file itself has none
 */
export async function readDocuments(file, scheme, { marks = file, labelColumn } = {}) {
  const corpus = await readCorpus(file, { labelColumn });
  const marked =
    marks === file ? corpus : await readCorpus(marks, { labelColumn: "3", tokenColumn: "2", allowRagged: true });
  if (marked.sentenceStart.length !== corpus.sentenceStart.length)
    throw new Error(`${marks}: other sentences than ${file}`);
  const { segments } = readSegments(corpus, scheme);
  const sentences = corpus.sentenceIds.map((_, k) => {
    const [from, to] = [corpus.sentenceStart[k], corpus.sentenceStart[k + 1]];
    return { words: Array.from(corpus.words.ids.subarray(from, to), (id) => corpus.words.values[id]), segments: [] };
  });
  for (let i = 0; i < segments.count; i++) {
    const k = segments.sentence[i];
    const from = corpus.sentenceStart[k];
    const label = segments.labels[segments.label[i]];
    sentences[k].segments.push({ start: segments.start[i] - from, end: segments.end[i] - from, label });
  }
  const documents = [];
  let last;
  sentences.forEach((sentence, k) => {
    const own = marked.documentIds.length > 1 ? marked.documents[k] : Math.floor(k / BLOCK);
    if (own !== last) documents.push({ id: `d${documents.length + 1}`, sentences: [] });
    documents.at(-1).sentences.push(sentence);
    last = own;
  });
  return documents;
}

/** Writes documents in BIO, or with plain tags, with a mark before each. */
export function writeDocuments(file, documents, scheme = "BIO") {
  writeFileSync(file, documentsText(documents, scheme));
}

export function documentsText(documents, scheme) {
  const spelt = (sentences) => sentences.map((sentence) => rows(sentence, scheme)).join("");
  return documents.map(({ id, sentences }) => `# newdoc id = ${id}\n${spelt(sentences)}`).join("");
}

function rows({ words, segments }, scheme) {
  const tags = new Array(words.length).fill("O");
  for (const { start, end, label } of segments)
    tags.splice(start, end - start, ...segmentTags(scheme, label, end - start));
  return `${words.map((word, i) => `${word}\t${tags[i]}\n`).join("")}\n`;
}

/** A random choice of documents that holds so many sentences. */
function some(documents, sentences) {
  let count = 0;
  return shuffled(documents, 3).filter(({ sentences: own }) => {
    count += own.length;
    return count - own.length < sentences;
  });
}

/** {train, reference} of a named corpus; `quick` takes a part of it. */
export async function loadCorpus(name, data, quick) {
  const at = (file) => join(data, file);
  const part = (documents, sentences) => (quick ? some(documents, sentences) : documents);
  switch (name) {
    case "uner-ewt":
      return {
        train: part(
          await readDocuments(at("uner-ewt/train.conll"), "BIO", { marks: at("uner-ewt/raw/train.iob2") }),
          2500,
        ),
        reference: part(await readDocuments(at("uner-ewt/dev.conll"), "BIO"), 1000),
      };
    case "wnut17":
      return {
        train: part(await readDocuments(at("wnut17/train.conll"), "BIO"), 1500),
        reference: await readDocuments(at("wnut17/dev.conll"), "BIO"),
      };
    case "wikigold": {
      const all = shuffled(await readDocuments(at("wikigold/wikigold.conll.txt"), "IOB1"), 7);
      const cut = Math.round(0.7 * all.length);
      return { train: part(all.slice(0, cut), 1000), reference: all.slice(cut) };
    }
    case "ewt-upos":
    case "ewt-xpos": {
      const options = { labelColumn: name === "ewt-upos" ? "2" : "3" };
      return {
        train: part(await readDocuments(at("ewt/train.r2.16.conll"), "plain", options), 1500),
        reference: part(await readDocuments(at("ewt/dev.r2.16.conll"), "plain", options), 700),
      };
    }
    case "newswire": {
      const fixture = new URL("../../fixtures/newswire/", import.meta.url).pathname;
      return {
        train: await readDocuments(join(fixture, "train.conll"), "BIO"),
        reference: await readDocuments(join(fixture, "reference.conll"), "BIO"),
      };
    }
    default:
      throw new Error(`no corpus ${name}`);
  }
}

export const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));
