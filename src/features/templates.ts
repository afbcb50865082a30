import { SeginfError } from "../errors.js";
import { valueError } from "../valueError.js";
import type { ClusterField } from "./clusters/fields.js";
import type { Field } from "./fields.js";

/** One cell that a template reads: a column of the token `offset` places away, through a field function. */
export interface Macro {
  readonly offset: number;
  /** "word" for the token column, else a column's number from the left, from 0. */
  readonly column: "word" | number;
  /** Those of word clusters need a tagger that has them. */
  readonly field: Field | ClusterField;
}

/** A feature template: at each token the values of its macros, joined, make one binary feature. */
export interface Template {
  readonly name: string;
  readonly macros: readonly Macro[];
}

/** The default templates as rows of (field, offsets), after CRFsuite's example/chunking.py. */
const DEFAULT_ROWS: readonly (readonly [string, Field, readonly number[]])[] = [
  ["w", "identity", [-2, -1, 0, 1, 2]],
  ["lower", "lower", [-2, -1, 0, 1, 2]],
  ["shape", "shape", [-2, -1, 0, 1, 2]],
  ["caps", "capitals", [-2, -1, 0, 1, 2]],
  ["short", "shortShape", [0]],
  ["p1", "prefix1", [0]],
  ["p2", "prefix2", [0]],
  ["p3", "prefix3", [0]],
  ["p4", "prefix4", [0]],
  ["s1", "suffix1", [0]],
  ["s2", "suffix2", [0]],
  ["s3", "suffix3", [0]],
  ["s4", "suffix4", [0]],
];

/** The templates used unless others are given: docs/method/model.md, Features. */
export const defaultTemplates: readonly Template[] = DEFAULT_ROWS.flatMap(([name, field, offsets]) =>
  offsets.map((offset) => ({ name: `${name}[${offset}]`, macros: [{ offset, column: "word" as const, field }] })),
);

/**
 * Reads a CRF++ template file: `U01:%x[-1,0]/%x[0,0]` lines, `B` for transitions, `#` comments.
 *
 * @param text the content of the file
 * @param file its name, for messages
 * @throws SeginfError naming the line for anything else; also where no line starts with U
 */
export function parseTemplates(text: string, file: string): readonly Template[] {
  if (typeof text !== "string") throw valueError("text", text, "give the content of a template file");
  const templates: Template[] = [];
  const seen = new Map<string, number>();
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    const place = { file, line: index + 1 };
    if (line === "" || line.startsWith("#") || line === "B") return;
    if (line.startsWith("B")) {
      throw new SeginfError(`"${line}" conditions transitions on words`, place, "seginf reads a bare B line only");
    }
    const match = /^(U[^:]*)(?::(.*))?$/.exec(line);
    if (!match) {
      throw new SeginfError(`"${line}" is not a template`, place, "write lines such as U01:%x[-1,0], or a bare B");
    }
    const [, name, body = ""] = match;
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      throw new SeginfError(`the template name ${name} stands in line ${earlier} too`, place, "give each its own name");
    }
    seen.set(name, index + 1);
    templates.push({ name, macros: parseMacros(body, place) });
  });
  if (templates.length === 0) {
    throw new SeginfError("no feature template in the file", { file }, "write lines such as U01:%x[0,0]");
  }
  return templates;
}

function parseMacros(body: string, place: { file: string; line: number }): Macro[] {
  const macros: Macro[] = [];
  const rest = body.replace(/%x\[\s*([+-]?\d+)\s*,\s*(\d+)\s*\]/g, (_, row: string, column: string) => {
    macros.push({ offset: Number(row), column: Number(column), field: "identity" });
    return "";
  });
  if (rest.includes("%")) {
    throw new SeginfError(`"${body}" holds a macro that is not %x[ROW,COLUMN]`, place, "write %x[-1,0] and the like");
  }
  const far = macros.find((macro) => Math.abs(macro.offset) > 100);
  if (far) throw new SeginfError(`the offset ${far.offset} is out of range`, place, "use −100 … 100");
  return macros;
}

/** The extra columns (from 0) that templates read in addition to the token column. */
export function columnsOf(templates: readonly Template[]): number[] {
  const columns = templates.flatMap((template) => template.macros.map((macro) => macro.column));
  return [...new Set(columns)].filter((column) => column !== "word").sort((a, b) => a - b);
}
