/** One annotation in a field: its value, and the number that tells it from others of the same value; 0 for none. */
export interface Annotation {
  readonly value: string;
  readonly id: number;
}

const ESCAPED = /[\\[\]|_;*]|->/gu;

/** The annotations of a field: `PER[2]|ORG` are two, `_` is none, `*` has no value. */
export function readCell(field: string): Annotation[] {
  if (field === "_" || field === "") return [];
  return field.split(/(?<!\\)\|/u).map((part) => {
    const match = /^(.*?)(?<!\\)\[(\d+)\]$/su.exec(part);
    const [value, id] = match ? [match[1], Number(match[2])] : [part, 0];
    return { value: value.replace(/\\(->|.)/gsu, "$1"), id };
  });
}

/** The field of one annotation. */
export function writeCell(value: string, id: number): string {
  const escaped = value.replace(ESCAPED, "\\$&");
  return id === 0 ? escaped : `${escaped}[${id}]`;
}
