import { visible } from "./visible.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // XML 1.0 has no way to write these two.
  "\ufffe": "\ufffd",
  "\uffff": "\ufffd",
};

/**
 * Text as HTML, SVG or XML: in an element, or in an attribute between double quotes. Control characters, most of which
 * XML cannot hold, are shown as escapes.
 */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"\ufffe\uffff]/g, (character) => ENTITIES[character]!);
}
