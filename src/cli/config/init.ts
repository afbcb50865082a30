import { dirname, relative } from "node:path";
import { unseenTags } from "../../corpus/labels.js";
import { detectScheme } from "../../corpus/scheme.js";
import { readSegments } from "../../corpus/segments.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import { SETTINGS } from "../../options/settings.js";
import { counted } from "../../report/numbers.js";

/** What looking at the corpora has shown. */
export interface Look {
  readonly train: string;
  readonly reference: string | null;
  /** A sentence on each corpus, for the comments. */
  readonly about: readonly string[];
  /** Settings that the corpora call for, with the reason. */
  readonly settings: readonly { readonly key: string; readonly value: unknown; readonly why: string }[];
  readonly remarks: readonly string[];
}

/**
 * Reads the corpora and derives the settings that they need.
 *
 * @param given settings that the user gave
 * @param read reads both files; rows with other numbers of columns are an error unless they are allowed
 */
export async function lookAt(
  { train, reference }: { readonly train: string; readonly reference: string | null },
  given: Readonly<Record<string, unknown>>,
  allowRagged: boolean,
  read: (allowRagged: boolean) => Promise<readonly Corpus[]>,
): Promise<Look> {
  let ragged = allowRagged;
  const corpora = await read(allowRagged).catch((error) => {
    if (allowRagged || !(error instanceof SeginfError)) throw error;
    ragged = true;
    // If this fails too, the first failure says more.
    return read(true).catch(() => {
      throw error;
    });
  });
  const [first, second] = corpora;
  const scheme = detectScheme(corpora);
  const settings = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value, why: "as given to seginf init" }));
  settings.push({ key: "scheme", value: scheme, why: "detected; fixed here so that a stray tag cannot change it" });
  if (ragged)
    settings.push({ key: "allowRagged", value: true, why: "some rows have more or fewer columns than the first" });
  const unseen = first && second ? unseenTags(first, second) : [];
  if (unseen.length > 0) {
    const named = unseen.map(({ tag, count }) => `${tag} (${count}×)`).join(", ");
    settings.push({ key: "allowUnseen", value: true, why: `the training corpus has no tag ${named}` });
  }
  const about = corpora.map((corpus) => sentenceOn(corpus, scheme));
  const remarks = corpora.map(({ name }, i) => `${name}: ${about[i]}`);
  return { train, reference, about, settings, remarks };
}

function sentenceOn(corpus: Corpus, scheme: Scheme): string {
  const { segments, illFormed } = readSegments(corpus, scheme);
  const labels = [...segments.labels].sort();
  const named = labels.length > 12 ? `${labels.slice(0, 12).join(", ")} …` : labels.join(", ");
  const parts = [
    counted(corpus.sentenceStart.length - 1, "sentence"),
    counted(corpus.words.ids.length, "token"),
    counted(segments.count, "segment"),
    `${counted(labels.length, "label")} (${named})`,
    `scheme ${scheme}`,
  ];
  if (illFormed.length > 0) parts.push(`${counted(illFormed.length, "ill-formed tag")}`);
  return parts.join(", ");
}

/** Settings that people change most, for the end of the file. */
const OFTEN = ["threshold", "limit", "targets", "lambda"] as const;

/** A seginf.config.json with the reasons as comments. */
export function settingsText(look: Look, output: string): string {
  const from = (file: string): string => (file === "-" ? file : relative(dirname(output), file) || ".");
  const lines: string[] = [];
  const set = (key: string, value: unknown, comment: string): void => {
    lines.push(`  // ${comment}`, `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`, "");
  };
  set("train", from(look.train), `The corpus to audit: ${look.about[0]}.`);
  if (look.reference === null)
    lines.push(
      '  // A corpus with more reliable labels: the audit explains the errors on it. Without one: "cross-fit", which takes longer.',
      '  // "reference": "dev.conll",',
      "",
    );
  else set("reference", from(look.reference), `A corpus with more reliable labels: ${look.about[1]}.`);
  for (const { key, value, why } of look.settings) set(key, value, `${helpOf(key)}: ${why}.`);
  set(
    "baseline",
    "seginf.baseline.json",
    "Accepted findings, so that only new ones count; written by seginf baseline write.",
  );
  lines.push("  // Frequently changed settings with their defaults; seginf config lists all settings.");
  for (const key of OFTEN) {
    const setting = SETTINGS.find((one) => one.key === key);
    lines.push(`  // ${helpOf(key)}.`, `  // ${JSON.stringify(key)}: ${JSON.stringify(setting?.default)},`);
  }
  return `{\n${lines.join("\n")}\n}\n`;
}

function helpOf(key: string): string {
  const help = SETTINGS.find((one) => one.key === key)?.help ?? "";
  return help.replace(/^./, (letter) => letter.toUpperCase());
}
