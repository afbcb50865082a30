import type { Documents } from "./index.d.mts";

export function countTokens(documents: Documents): number;
export function countWrong(clean: Documents, noisy: Documents): number;
export function takeSentences(documents: Documents, count: number, seed: number): Documents;
