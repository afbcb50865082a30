import { SeginfError } from "../../errors.js";

/** Something wrong with a record; where it stands is added by who reads the file. */
export function fault(what: string, hint: string): SeginfError {
  return new SeginfError(what, {}, hint);
}

/** A value in a message, cut short. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** The names of an object's fields in a message. */
export function fieldsOf(object: object): string {
  const names = Object.keys(object);
  return names.length === 0 ? "none" : names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : "");
}
