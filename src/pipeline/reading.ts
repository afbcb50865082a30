import {
  commonScheme,
  detectScheme,
  type ReadCorpus,
  type ReadOptions,
  readCorpus,
  requireScheme,
} from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { columnsOf, defaultTemplates, parseTemplates, type Template } from "../features/templates.js";
import type { ReadingFlags } from "../options/table.js";
import { readFailure } from "../storage/failure.js";
import type { Environment } from "./environment.js";

/** What reading needs of its surroundings. */
export type ReadingEnvironment = Pick<Environment, "stdin" | "stage">;

/** Reads the files one after the other; only one of them may be "-". */
export async function readCorpora(
  environment: ReadingEnvironment,
  files: readonly string[],
  options: ReadingFlags & { readonly keepBytes?: boolean; readonly unlabelled?: boolean },
  templates: readonly Template[],
): Promise<ReadCorpus[]> {
  requireOneStdin(files);
  const corpora: ReadCorpus[] = [];
  const stage = await environment.stage("reading");
  for (const file of files) {
    corpora.push(
      await readCorpus(file, {
        ...readingOptions(environment, options),
        labelColumn: options.unlabelled ? null : options.labelColumn,
        keepBytes: options.keepBytes,
        columns: columnsOf(templates),
        onBytes: (done, total) => stage.update(done, `bytes of ${file}`, total),
      }),
    );
  }
  stage.done();
  return corpora;
}

/** What the user's flags say about reading, but for the labels. */
export function readingOptions({ stdin }: Pick<Environment, "stdin">, options: ReadingFlags): ReadOptions {
  const { tokenColumn, inputFormat, allowRagged } = options;
  return { tokenColumn, format: inputFormat, allowRagged, stdin };
}

export function requireOneStdin(files: readonly string[]): void {
  if (files.filter((file) => file === "-").length <= 1) return;
  throw new SeginfError("standard input can be only one of the files", {}, 'give "-" once');
}

/** The scheme asked for, else the one that the tags are written in; every file must fit it. */
export function schemeOf(asked: Scheme | undefined, corpora: readonly Corpus[]): Scheme {
  const [first, second] = corpora;
  const scheme = asked ?? (second ? commonScheme(first, second) : detectScheme(corpora));
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
