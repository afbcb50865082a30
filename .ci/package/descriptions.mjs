// Takes the words that the published JSON Schemas say of each field out of the schemas that check documents: described(schema, "…") → schema.
import { createRequire } from "node:module";

/** The compiler that the extractor brings along: the one that has a programming interface. */
const ts = createRequire(createRequire(import.meta.url).resolve("@microsoft/api-extractor"))("typescript");

const isDescribed = (node) =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "described";

/** Other functions of that name are none of the schemas'. */
const IMPORTED = /^import \{[^}]*\bdescribed\b[^}]*\} from "[^"]*\/parts\.js";$/m;

/** @param text the source of a module */
export function withoutDescriptions(text) {
  if (!IMPORTED.test(text)) return text;
  const source = ts.createSourceFile("module.ts", text, ts.ScriptTarget.ES2022, true);
  const cuts = [];
  const visit = (node) => {
    if (isDescribed(node)) {
      const [schema] = node.arguments;
      cuts.push([node.getStart(source), schema.getStart(source)], [schema.getEnd(), node.getEnd()]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return cuts.sort(([a], [b]) => b - a).reduce((rest, [from, to]) => rest.slice(0, from) + rest.slice(to), text);
}
