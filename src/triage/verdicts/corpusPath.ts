import { dirname, relative, resolve, sep } from "node:path";

/**
 * A corpus as the entries of a verdict file name it: as a path from that file's directory, so that both can be moved
 * together, with forward slashes on every system.
 */
export function corpusPathFrom(verdictFile: string, corpus: string): string {
  if (corpus === "<stdin>") return corpus;
  return relative(dirname(resolve(verdictFile)), resolve(corpus))
    .split(sep)
    .join("/");
}
