/** The element of an array at an index that the caller knows to lie within. @throws Error where it does not: a bug */
export function at<T>(array: { readonly [index: number]: T; readonly length: number }, index: number): T {
  const element = array[index];
  if (element === undefined) throw new Error(`index ${index} does not lie within an array of ${array.length}`);
  return element;
}
