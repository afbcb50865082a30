// Corpora that noise is made in, each with a reference and with the other corpora that lists and taggers come from.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDocuments } from "../corpus.mjs";
import { shuffled } from "../random.mjs";
import { sentencesOf, takeSentences } from "./documents.mjs";

const SEED = 7;
const FIXTURE = new URL("../../../fixtures/newswire/", import.meta.url).pathname;
/** The share of wikigold, which has no split, that is trained on. */
const TRAINING_SHARE = 0.6;
const bio = (file) => readDocuments(file, "BIO");
const plain = (labelColumn) => ({
  scheme: "plain",
  async read(at) {
    const read = (name) => readDocuments(at(`ewt/${name}.conll`), "plain", { labelColumn });
    return {
      train: await read("train.r2.16"),
      reference: await read("dev.r2.16"),
      earlier: await read("train.r2.1"),
    };
  },
  /** A list from the test file; a tagger that learnt an older release's guidelines, on the later half of the documents. */
  async others(at) {
    const read = (name) => readDocuments(at(`ewt/${name}.conll`), "plain", { labelColumn });
    const old = await read("train.r2.1");
    return [
      { name: "test", documents: await read("test.r2.16"), uses: ["distant"] },
      { name: "r2.1", documents: old.slice(old.length >> 1), uses: ["foreign"] },
    ];
  },
});

const named = (names) => ({
  scheme: "BIO",
  others: async (at) =>
    Promise.all(names.map(async (name) => ({ name, documents: (await CORPORA[name].read(at)).train }))),
});

const CORPORA = {
  "uner-ewt": {
    ...named(["wikigold", "wnut17"]),
    async read(at) {
      const marks = at("uner-ewt/raw/train.iob2");
      const [dev, test] = [await bio(at("uner-ewt/dev.conll")), await bio(at("uner-ewt/test.conll"))];
      return {
        train: await readDocuments(at("uner-ewt/train.conll"), "BIO", { marks }),
        reference: [...dev, ...test],
      };
    },
  },
  wnut17: {
    ...named(["uner-ewt", "wikigold"]),
    async read(at) {
      const [dev, test] = [await bio(at("wnut17/dev.conll")), await bio(at("wnut17/test.conll"))];
      return { train: await bio(at("wnut17/train.conll")), reference: [...dev, ...test] };
    },
  },
  wikigold: {
    ...named(["uner-ewt", "wnut17"]),
    async read(at) {
      const all = shuffled(await readDocuments(at("wikigold/wikigold.conll.txt"), "IOB1"), SEED);
      const cut = Math.round(TRAINING_SHARE * all.length);
      return { train: all.slice(0, cut), reference: all.slice(cut) };
    },
  },
  "ewt-upos": plain("2"),
  "ewt-xpos": plain("3"),
  newswire: {
    ...named(["wikigold", "uner-ewt"]),
    async read() {
      const train = await bio(join(FIXTURE, "train.conll"));
      return { train: withoutPlanted(train), reference: await bio(join(FIXTURE, "reference.conll")) };
    },
  },
};
export const NOISE_CORPORA = Object.keys(CORPORA);

/**
 * {scheme, train, reference, earlier, others} of a corpus in the directory `data`; `earlier` is the whole training file of an older release
 * whose sentences are the same, null where there is none.
 *
 * @param limits sentences of the training file, and of the reference (0 for none); all where absent
 */
export async function loadForNoise(name, data, { sentences = Infinity, reference = Infinity, seed = SEED } = {}) {
  const at = (file) => join(data, file);
  const { scheme, read, others } = CORPORA[name];
  const whole = await read(at);
  return {
    scheme,
    train: limited(whole.train, sentences, seed),
    reference: limited(whole.reference, reference, seed),
    earlier: whole.earlier ?? null,
    others: await others(at),
  };
}

const limited = (documents, count, seed) =>
  count >= sentencesOf(documents).length ? documents : takeSentences(documents, count, seed);

/** The fixture with its planted errors put right: each is a run of tokens, by the line of the file. */
function withoutPlanted(documents) {
  const lines = readFileSync(join(FIXTURE, "train.conll"), "utf8").split("\n");
  const rows = lines.flatMap((line, i) => (line.includes("\t") && !line.startsWith("-DOCSTART-") ? [i + 1] : []));
  const tags = rows.map((line) => lines[line - 1].split("\t")[1]);
  for (const { line, goldTags } of JSON.parse(readFileSync(join(FIXTURE, "planted.json"), "utf8")))
    goldTags.forEach((tag, i) => {
      tags[rows.indexOf(line) + i] = tag;
    });
  let t = 0;
  return documents.map(({ id, sentences }) => ({
    id,
    sentences: sentences.map(({ words }) => {
      const segments = [];
      words.forEach((_, i) => {
        const [prefix, label] = tags[t++].split(/-(.*)/);
        if (prefix === "B") segments.push({ start: i, end: i + 1, label });
        else if (prefix === "I") segments.at(-1).end = i + 1;
      });
      return { words, segments };
    }),
  }));
}
