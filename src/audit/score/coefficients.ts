import type { Scheme } from "../../corpus/types.js";
import { EXPERTS } from "./experts.js";
import type { Experts } from "./mixture.js";
import { PLAIN_EXPERTS } from "./plainExperts.js";

/** Where every token is a segment, errors are rarer and of fewer sorts than where few are, and what tells them is another matter. */
export const expertsFor = (scheme: Scheme): Experts => (scheme === "plain" ? PLAIN_EXPERTS : EXPERTS);
