import type { Location } from "sarif";

export function location(file: string, startLine: number, endLine: number): Location {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine, endLine } } };
}

/** A path as a URI reference: relative paths stay so, and count from the root of the checkout. */
export function uriOf(file: string): string {
  const parts = file.replaceAll("\\", "/").replace(/^\.\//, "").split("/").map(encodeURIComponent);
  const path = parts.join("/");
  if (path.startsWith("/")) return `file://${path}`;
  return /^[A-Za-z]%3A\//.test(path) ? `file:///${path.replace("%3A", ":")}` : path;
}
