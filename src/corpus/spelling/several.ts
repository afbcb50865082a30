/** Ends a label before another one in the same field: B-ORG|B-PER, B-ORG|O, B-ORG B-PER, B-ORG, B-PER, B-ORG+B-PER, O^B-ORG. */
const BETWEEN = /\|(?=O(?:$|\|)|[BIESLUMW][-_])|[ ,;+^&]+(?=[BIESLUMW][-_]\p{L})/u;
const EVERY_BETWEEN = new RegExp(BETWEEN, "gu");
const BAR = /\|/gu;

/** Where the first of several labels in a field ends; −1 where the field holds one. */
export function firstEnd(field: string): number {
  return field.search(BETWEEN);
}

const LABEL = /^(?:O(?=[|^+])|[BIESLUMW][-_].)/u;

/** Whether a field holds several labels, the first of them with a prefix or O. */
export function holdsSeveral(field: string): boolean {
  return LABEL.test(field) && firstEnd(field) > 0;
}

/** Where the n-th label of a field stands, from 1, as offsets; null where there are fewer. Bars part whatever they stand between. */
export function labelSpan(field: string, n: number): { readonly start: number; readonly end: number } | null {
  let start = 0;
  let before = 1;
  for (const { 0: between, index } of field.matchAll(field.includes("|") ? BAR : EVERY_BETWEEN)) {
    if (before === n) return { start, end: index };
    start = index + between.length;
    before++;
  }
  return before === n ? { start, end: field.length } : null;
}
