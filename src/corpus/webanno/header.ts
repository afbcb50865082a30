/** A layer of spans, as the header of WebAnno TSV 3 lists it: `#T_SP=package.NamedEntity|identifier|value`. */
export interface SpanLayer {
  /** The last part of its name: "NamedEntity". */
  readonly name: string;
  readonly features: readonly string[];
  /** Index of its first column; it has one for each feature, and one where it has none. */
  readonly first: number;
}

/** Sentence and token, characters, text. */
export const FIXED_COLUMNS = 3;

export function isWebannoHeader(line: string): boolean {
  return /^#FORMAT=WebAnno TSV 3/.test(line);
}

/** The names of the columns, and the layers of spans among them. Layers of chains and relations have columns as well. */
export function webannoColumns(header: readonly string[]): {
  readonly names: readonly string[];
  readonly layers: readonly SpanLayer[];
} {
  const names = ["ID", "OFFSETS", "TEXT"];
  const layers: SpanLayer[] = [];
  for (const line of header) {
    const match = /^#T_(SP|CH|RL)=([^|]*)\|?(.*)$/u.exec(line);
    if (!match) continue;
    const [, kind, type, rest] = match;
    const name = type.slice(type.lastIndexOf(".") + 1);
    const features = rest === "" ? [] : rest.split("|");
    if (kind === "SP") layers.push({ name, features, first: names.length });
    names.push(...(features.length === 0 ? [name] : features.map((feature) => `${name}.${feature}`)));
  }
  return { names, layers };
}

/** Columns of a layer. */
export function widthOf({ features }: SpanLayer): number {
  return Math.max(1, features.length);
}
