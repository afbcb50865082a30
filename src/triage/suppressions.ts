import type { Filter, Filtered } from "../audit/filter.js";
import { sentenceInFile } from "../corpus/files.js";
import type { Corpus, Remark } from "../corpus/types.js";
import { RULES } from "../findings/rules.js";

/** A comment that says that the annotation is right: for a sentence, or only for some rules or words in it. */
export interface Suppression extends Remark {
  readonly file: string;
  /** All rules where it is empty. */
  readonly rules: readonly string[];
  /** Segments that read so, words joined by single blanks; all where it is empty. */
  readonly words: readonly string[];
}

/** What is wrong with a comment to seginf. */
export interface BadRemark extends Remark {
  readonly file: string;
  readonly what: string;
}

export interface Remarks {
  readonly suppressions: readonly Suppression[];
  readonly bad: readonly BadRemark[];
}

const OK = /^#\s*seginf(?:\s*:\s*ok|-ignore)(?![\w-])(.*)$/su;
const PART = /\s*(?:"((?:[^"\\]|\\.)*)"|(--.*$)|(\S+))/gsu;

/**
 * Reads the comments of a corpus: `# seginf: ok`, or `# seginf-ignore`, and after it, if anything, rules, words in quotes,
 * and a reason after `--`.
 */
export function remarksOf(corpus: Corpus): Remarks {
  const suppressions: Suppression[] = [];
  const bad: BadRemark[] = [];
  for (const remark of corpus.remarks ?? []) {
    const file = remark.file ?? corpus.name;
    const sentence = sentenceInFile(corpus, remark.sentence);
    const match = OK.exec(remark.text);
    if (!match) {
      bad.push({ ...remark, file, what: 'not understood; write "# seginf: ok"' });
      continue;
    }
    const rules: string[] = [];
    const words: string[] = [];
    for (const [, quoted, reason, rule] of (match[1] ?? "").matchAll(PART)) {
      if (quoted !== undefined) words.push(quoted.replace(/\\(.)/gsu, "$1"));
      else if (reason === undefined && rule !== undefined) rules.push(rule);
    }
    const unknown = rules.find((rule) => !(RULES as readonly string[]).includes(rule));
    if (unknown === undefined) suppressions.push({ ...remark, sentence, file, rules, words });
    else bad.push({ ...remark, file, what: `there is no rule ${unknown}; put words in quotes, a reason after --` });
  }
  return { suppressions, bad };
}

/** Holds back what comments in the corpora say is right, and remembers which comments did. */
export class SuppressionFilter {
  readonly #used = new Set<Suppression>();
  readonly #bySentence = new Map<string, Suppression[]>();

  constructor(private readonly suppressions: readonly Suppression[]) {
    for (const one of suppressions) {
      const key = `${one.sentence} ${one.file}`;
      const same = this.#bySentence.get(key);
      if (same) same.push(one);
      else this.#bySentence.set(key, [one]);
    }
  }

  readonly filter: Filter = (finding) => {
    const here = this.#bySentence.get(`${finding.sentence} ${finding.file}`) ?? [];
    const holding = here.filter((one) => speaksOf(one, finding));
    for (const one of holding) this.#used.add(one);
    return holding.length > 0 ? "inline" : null;
  };

  /** Comments that have held nothing back, in file order. */
  get unused(): Suppression[] {
    return this.suppressions.filter((one) => !this.#used.has(one));
  }
}

function speaksOf({ rules, words }: Suppression, { rule, tokens }: Filtered): boolean {
  if (rules.length > 0 && !rules.includes(rule)) return false;
  return words.length === 0 || words.includes(tokens.join(" "));
}
