import { SeginfError } from "../../errors.js";
import type { ReadOptions } from "../options.js";
import { profileColumn } from "../profile/column.js";
import { type ColumnChoice, type ColumnProfile, type Layout, PLAIN_ROWS, type Plan } from "../profile/plan.js";
import { rowsOf, type SampleLine } from "../profile/sample.js";
import { columnTitle, resolveColumn } from "../profile/selector.js";
import { FIXED_COLUMNS, type SpanLayer, webannoColumns, widthOf } from "./header.js";

const TEXT = 2;
/** Layers that WebAnno has of its own and nobody audits for segments unless asked. */
const OF_TOKENS = /^(?:Lemma|MorphologicalFeatures|Dependency|SurfaceForm|Stem|Token)$/;

/**
 * How a file in WebAnno TSV 3 is read: the column of the feature that the user names, else that of the named entities, else
 * that of the only layer of spans.
 *
 * @throws SeginfError where there are several and none is of named entities
 */
export function planWebanno(file: string, layout: Layout, lines: readonly SampleLine[], options: ReadOptions): Plan {
  const { names, layers } = webannoColumns(lines.map(({ text }) => text.toString("utf8")));
  const choice = (index: number, why: string | null = null): ColumnChoice => {
    const number = index + 1;
    return { number, key: null, selector: `${number}`, title: columnTitle(number, null, names), why };
  };
  const given = (selector: string) => choice(resolveFeature(selector, names, file));
  const { tokenColumn, labelColumn } = options;
  const labels = labelColumn === null ? null : labelColumn === undefined ? undefined : given(labelColumn);
  const chosen = labels === undefined ? choice(featureOf(file, names, layers), "its layer of spans") : labels;
  const layer = chosen && layers.find((one) => isWithin(one, chosen.number - 1));
  return {
    layout,
    names,
    tokens: tokenColumn === undefined ? choice(TEXT, "WebAnno TSV 3") : given(tokenColumn),
    labels: chosen,
    rules: {
      ...PLAIN_ROWS,
      // Rows end with a tab, in most releases.
      leastWidth: names.length,
      layer: layer ? { first: layer.first, past: layer.first + widthOf(layer) } : null,
      allComments: true,
      subtokens: true,
    },
    columns: profiled(lines, names.length),
    warnings: [],
  };
}

/** "NamedEntity.value", or "value" where one layer alone has it. */
function resolveFeature(selector: string, names: readonly string[], file: string): number {
  const short = names.flatMap((name, i) => (name.slice(name.indexOf(".") + 1) === selector.trim() ? [i] : []));
  return short.length === 1 ? short[0] : resolveColumn(selector, names, "columns", file).number - 1;
}

function featureOf(file: string, names: readonly string[], layers: readonly SpanLayer[]): number {
  const entities = layers.find(({ name }) => name === "NamedEntity");
  const spans = layers.filter(({ name }) => !OF_TOKENS.test(name));
  const others = spans.filter(({ name }) => name !== "POS");
  const [layer, ...more] = entities ? [entities] : others.length > 0 ? others : spans;
  const named = names.slice(FIXED_COLUMNS).map((name) => `--label-column ${name}`);
  if (!layer) {
    throw new SeginfError("the file has no layer of spans", { file }, "export one with named entities or the like");
  }
  const value = layer.features.findIndex((feature) => /^(?:value|label|PosValue|coarseValue)$/i.test(feature));
  if (more.length === 0 && (value >= 0 || layer.features.length <= 1)) return layer.first + Math.max(0, value);
  const what = more.length > 0 ? `${more.length + 1} layers of spans` : `${layer.name} has several features`;
  throw new SeginfError(what, { file }, `choose with ${named.join(" or ")}`);
}

/** The columns as seginf inspect shows them. */
function profiled(lines: readonly SampleLine[], width: number): ColumnProfile[] {
  const rows = rowsOf(lines, "tab").rows.filter(({ fields }) => fields.length >= width);
  return rows.length === 0 ? [] : Array.from({ length: width }, (_, index) => profileColumn(rows, index));
}

function isWithin(layer: SpanLayer, index: number): boolean {
  return index >= layer.first && index < layer.first + widthOf(layer);
}
