/** What can be asked about in a corpus as one: docs/method/influence.md, Units. */
export const UNITS = ["token", "segment", "sentence", "document"] as const;
export type Unit = (typeof UNITS)[number];
