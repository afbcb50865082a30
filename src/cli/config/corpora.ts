import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { inspectCorpus, readCorpus } from "../../corpus/index.js";
import { SeginfError } from "../../errors.js";
import { readingOptions } from "../../pipeline/reading.js";
import type { Host } from "../host.js";

/** The files that an audit is of. */
export interface CorpusPair {
  readonly train: string;
  readonly reference: string | null;
}

/** Folders that corpora are kept in. */
const FOLDERS = ["", "data", "corpus"];

const PACKED = "(?:\\.(?:gz|bz2|xz|zst))?";
/** Names that corpora alone have. */
const CORPUS = new RegExp(`\\.(?:conll(?:u|x|\\d{2,4})?|iob[12]?|bio(?:es)?|bilou|conll\\.txt)${PACKED}$`, "i");
/** Names that corpora have, and other files too: what they hold decides. */
const PERHAPS = new RegExp(`(?:\\.(?:txt|tsv|jsonl?|data|ner|tagged|train|dev|valid|test[ab]?)|^[^.]+)${PACKED}$`, "i");
const NEVER = /^(?:\.|seginf\.|package|tsconfig|requirements|readme|licen[cs]e|changelog|makefile|dockerfile)/i;

const TRAIN = /train|trn/i;
const REFERENCE = [/(?:^|[^a-z])(?:gold|ref|reference|trusted)(?![a-z])/i, /dev|valid|testa/i, /test|tst/i];

/**
 * The corpora of a directory, by their names: one to audit, and one with more reliable labels where there is one.
 *
 * @throws SeginfError where there is none to audit, or names do not tell which it is
 */
export async function findCorpora(host: Host): Promise<CorpusPair> {
  const names: string[] = [];
  for (const folder of FOLDERS) {
    for (const name of (await readdir(join(host.cwd(), folder)).catch(() => [])).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (NEVER.test(name) || !(await isFile(join(host.cwd(), path)))) continue;
      if (CORPUS.test(name) || (PERHAPS.test(name) && (await isCorpus(path, host)))) names.push(path);
    }
  }
  return pairOf(names);
}

/** Whether it can be looked at: a pipe waits for its writer, and can be read only once. */
const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() ?? false;

/** Whether the file reads as sentences with tags of segments. */
async function isCorpus(path: string, host: Host): Promise<boolean> {
  try {
    const { labels, sentences, tokens } = inspectCorpus(await readCorpus(path, readingOptions(host, {})));
    return labels !== null && labels.scheme !== "plain" && labels.segments > 0 && tokens > sentences.count;
  } catch (error) {
    if (error instanceof SeginfError) return false;
    throw error;
  }
}

function pairOf(names: readonly string[]): CorpusPair {
  const referenceAmong = (some: readonly string[]) =>
    REFERENCE.map((pattern) => some.find((name) => pattern.test(baseName(name)))).find(Boolean);
  const others = names.filter((name) => !TRAIN.test(baseName(name)));
  const reference = referenceAmong(others);
  const plain = others.filter((name) => !REFERENCE.some((pattern) => pattern.test(baseName(name))));
  // A corpus alone is audited alone; one whose name says nothing is what the others are the reference of.
  const train =
    names.length === 1
      ? names[0]
      : (names.find((name) => TRAIN.test(baseName(name))) ?? (plain.length === 1 ? plain[0] : undefined));
  if (train !== undefined) return { train, reference: reference === train ? null : (reference ?? null) };
  const what = names.length === 0 ? "no corpus in this directory" : `no file is called train among ${names.join(", ")}`;
  throw new SeginfError(what, {}, "name the files: seginf init TRAIN [REFERENCE]");
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
