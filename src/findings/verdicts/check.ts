import { SeginfError } from "../../errors.js";
import { type Path, shaped } from "../shape.js";
import { type VerdictFile, verdictsSchema } from "./schema.js";

/** A parsed file; with `lineOf` messages name the line of what is wrong. */
export interface Parsed {
  readonly path: string;
  readonly value: unknown;
  lineOf?(path: Path): number;
}

/**
 * What a verdict file holds, docs/verdicts.schema.json. Pure: the HTML report asks the same of files that it loads.
 *
 * @throws SeginfError
 */
export function checkVerdicts(file: Parsed): VerdictFile {
  return shaped(verdictsSchema, file.value, "the document", ({ what, path }) => {
    const place = { file: file.path, line: file.lineOf?.(path) };
    throw new SeginfError(
      `not a verdict file: ${what}`,
      place,
      "see docs/formats.md, or write it again with seginf baseline",
    );
  });
}
