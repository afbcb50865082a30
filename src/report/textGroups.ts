import type { Finding, Pattern } from "../findings/report.js";
import type { GroupBy } from "./context.js";
import { patternNumbers } from "./view.js";
import { visible } from "./visible.js";
import { brief } from "./width.js";

/** Findings under a heading; null where they are not grouped. */
export interface Group {
  readonly heading: string | null;
  readonly findings: readonly Finding[];
}

/** The findings by what --group-by names: groups in the order of their first finding, which is the most suspicious. */
export function grouped(findings: readonly Finding[], patterns: readonly Pattern[], by: GroupBy | undefined): Group[] {
  if (by === undefined) return [{ heading: null, findings }];
  const headingOf = headings(patterns, by);
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const heading = headingOf(finding);
    const group = groups.get(heading);
    if (group) group.push(finding);
    else groups.set(heading, [finding]);
  }
  return [...groups].map(([heading, own]) => ({ heading, findings: own }));
}

function headings(patterns: readonly Pattern[], by: GroupBy): (finding: Finding) => string {
  switch (by) {
    case "file":
      return ({ file }) => visible(file);
    case "label":
      return ({ label }) => (label === "O" ? "no label (O)" : brief(label));
    case "document":
      return ({ documentId }) => (documentId === null ? "no document" : brief(documentId));
    case "pattern": {
      const numbers = patternNumbers(patterns);
      return ({ fingerprint }) => {
        const pattern = patterns[(numbers.get(fingerprint) ?? 0) - 1];
        return pattern === undefined ? "no pattern" : brief(pattern.name);
      };
    }
  }
}
