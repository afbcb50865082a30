import type { Template } from "../templates.js";
import { CLUSTER_FIELDS } from "./fields.js";

/** The clusters of the token and of its two neighbours. */
const OFFSETS = [-1, 0, 1];

/** The templates that word clusters add to others: "cluster8[-1]" is the first 8 bits of the word before. */
export const clusterTemplates: readonly Template[] = OFFSETS.flatMap((offset) =>
  CLUSTER_FIELDS.map((field) => ({
    name: `${field}[${offset}]`,
    macros: [{ offset, column: "word" as const, field }],
  })),
);
