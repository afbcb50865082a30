import {
  commonScheme,
  detectScheme,
  expandFiles,
  foreignWarning,
  isUnusual,
  joinCorpora,
  parseLabelNames,
  type ReadCorpus,
  type ReadOptions,
  readChunks,
  readCorpus,
  readingLine,
  requireScheme,
} from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { columnsOf, defaultTemplates, parseTemplates, type Template } from "../features/templates.js";
import { at } from "../math/at.js";
import type { ReadingFlags } from "../options/table.js";
import { counted } from "../report/numbers.js";
import { readFailure } from "../storage/failure.js";
import type { Environment } from "./environment.js";

/** What reading needs of its surroundings. */
export type ReadingEnvironment = Pick<Environment, "stdin" | "stage" | "warn" | "note">;

/** What a command wants of its corpora, apart from what the user's flags say. */
export interface Wish {
  readonly keepBytes?: boolean;
  readonly unlabelled?: boolean;
  /** In place of those in the file of --labels. */
  readonly labelNames?: readonly string[] | undefined;
}

/**
 * Reads corpora one after the other; each is a file, or the files that a pattern matches. Only one may be "-".
 *
 * @throws SeginfError for whatever is wrong with a file, for a pattern that matches none, and where the bytes of several
 *   files are asked for as one's
 */
export async function readCorpora<const Files extends readonly string[]>(
  environment: ReadingEnvironment,
  files: Files,
  options: ReadingFlags & Wish,
  templates: readonly Template[],
): Promise<{ readonly [I in keyof Files]: ReadCorpus }> {
  requireOneStdin(files);
  const corpora: ReadCorpus[] = [];
  const labelNames = options.labelNames ?? (await labelNamesIn(options.labels));
  const stage = await environment.stage("reading");
  const read = (file: string, like: ReadCorpus | undefined) =>
    readCorpus(file, {
      ...readingOptions(environment, options),
      labelColumn: options.unlabelled ? null : options.labelColumn,
      keepBytes: options.keepBytes,
      columns: columnsOf(templates),
      labelNames,
      // The files of one run belong together.
      like,
      onBytes: (done, total) => stage.update(done, `bytes of ${file}`, total),
    });
  for (const source of files) {
    const names = await expandFiles(source);
    if (options.keepBytes && names.length > 1)
      throw new SeginfError(`${names.length} files match the pattern`, { file: source }, "name one");
    const parts: ReadCorpus[] = [];
    for (const name of names) parts.push(await read(name, corpora[0] ?? parts[0]));
    corpora.push(parts.length > 1 ? joinCorpora(source, parts) : at(parts, 0));
  }
  stage.done();
  for (const corpus of corpora) tellOf(corpus, environment, options.unlabelled ?? false);
  for (const { name, encoding, replacedBytes } of corpora) {
    const bytes = counted(replacedBytes, "byte");
    if (replacedBytes > 0) environment.warn(`${name}: ${bytes} not valid in ${encoding}, read as U+FFFD`);
  }
  // One for each file, in their order.
  return corpora as unknown as { readonly [I in keyof Files]: ReadCorpus };
}

/**
 * Reads the bytes of one file as readCorpora reads the file, and says nothing of it.
 *
 * @param name of the file, as the user typed it
 * @throws SeginfError for whatever is wrong with them
 */
export async function readAgain(
  environment: ReadingEnvironment,
  name: string,
  bytes: Buffer,
  options: ReadingFlags & Wish & Pick<ReadOptions, "columns" | "like">,
): Promise<ReadCorpus> {
  const labelNames = options.labelNames ?? (await labelNamesIn(options.labels));
  const { labelColumn, columns, like } = options;
  return readChunks(name, [bytes], { ...readingOptions(environment, options), labelColumn, labelNames, columns, like });
}

/** Says how a corpus is read, where it is not as usual, and what looks wrong with it. */
function tellOf(corpus: ReadCorpus, { warn, note }: ReadingEnvironment, isUnlabelled: boolean): void {
  for (const warning of corpus.warnings ?? []) warn(`${corpus.name}: ${warning}`);
  if (!isUnlabelled && isUnusual(corpus)) note(`${corpus.name}: ${readingLine(corpus)}`);
  const foreign = foreignWarning(corpus);
  if (foreign !== null) note(foreign);
}

/** The names in the file of --labels. */
export async function labelNamesIn(file: string | undefined): Promise<readonly string[] | undefined> {
  if (file === undefined) return undefined;
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    const what = cause.code === "ENOENT" ? "no such file" : "the file of label names cannot be read";
    throw new SeginfError(what, { file }, "check the path given with --labels", { cause });
  });
  return parseLabelNames(text, file);
}

/** What the user's flags say about reading, but for the labels. */
export function readingOptions({ stdin }: Pick<Environment, "stdin">, options: ReadingFlags): ReadOptions {
  const { tokenColumn, inputFormat, allowRagged, encoding, replaceInvalid, offsets, scheme, maxBytes } = options;
  const given = { tokenColumn, format: inputFormat, allowRagged, scheme, encoding, replaceInvalid, offsets };
  return { ...given, maxBytes, stdin };
}

export function requireOneStdin(files: readonly string[]): void {
  if (files.filter((file) => file === "-").length <= 1) return;
  throw new SeginfError("standard input can be only one of the files", {}, 'give "-" once');
}

/** The scheme asked for, else the one that the tags are written in; every file must fit it. */
export function schemeOf(asked: Scheme | undefined, corpora: readonly Corpus[]): Scheme {
  const [first, second] = corpora;
  const scheme = asked ?? (first && second ? commonScheme(first, second) : detectScheme(corpora));
  for (const corpus of corpora) requireScheme(corpus, scheme);
  return scheme;
}

/** The templates of --template, else the default ones. */
export async function templatesOf(file: string | undefined): Promise<readonly Template[]> {
  if (file === undefined) return defaultTemplates;
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(file, "utf8").catch((cause) => {
    throw readFailure(file, cause, "check the path given with --template");
  });
  return parseTemplates(text, file);
}
