import { isObject } from "./class-names.js";
import { type TextEdit, written } from "./edits.js";
import type { RecordOptions } from "./record.js";
import type { Locator } from "./scan.js";
import { TextRecord } from "./text-record.js";
import { segmentsIn } from "./token-spans.js";

type JsonObject = Record<string, unknown>;
/** By label and words the places, each of its first and its last character. */
type Mentions = Readonly<Record<string, Readonly<Record<string, readonly (readonly [first: number, last: number])[]>>>>;

const FIELDS = ["label", "labels", "entities"];

/** The field that holds mentions as CLUENER has them: `{"name": {"叶老桂": [[9, 11]]}}`; undefined where none does. */
export function mentionsFieldOf(object: JsonObject, { labelField }: RecordOptions): string | undefined {
  const fields = labelField == null ? FIELDS : [labelField];
  return fields.find((field) => Object.hasOwn(object, field) && isMentions(object[field]));
}

function isMentions(value: unknown): value is Mentions {
  const isPlace = (place: unknown) =>
    Array.isArray(place) && place.length === 2 && place.every((at) => Number.isSafeInteger(at) && at >= 0);
  const isList = (places: unknown) => Array.isArray(places) && places.every(isPlace);
  return (
    isObject(value) && Object.values(value).every((words) => isObject(words) && Object.values(words).every(isList))
  );
}

/** `{"text": "…", "label": {"name": {"叶老桂": [[9, 11]]}}}` */
export function mentionsRecord(
  object: JsonObject,
  textField: string,
  field: string,
  options: RecordOptions,
): MentionsRecord {
  return new MentionsRecord(object[textField] as string, textField, object[field] as Mentions, field, options);
}

class MentionsRecord extends TextRecord {
  readonly #mentions: Mentions;

  /** @throws SeginfError as TextRecord does */
  constructor(text: string, textField: string, mentions: Mentions, field: string, options: RecordOptions) {
    const spans = Object.entries(mentions).flatMap(([label, words]) =>
      Object.entries(words).flatMap(([mention, places]) =>
        places.map(([start, end]) => ({ label: [label], points: [{ start, end, text: mention }] })),
      ),
    );
    const isUnlabelled = options.labelField === null;
    super({ textAt: [textField], text, spansAt: [field], spans: isUnlabelled ? null : spans }, options);
    this.#mentions = mentions;
  }

  /** Labels and words that stay keep their order. */
  override retag(root: Locator, tags: ReadonlyMap<number, string>): TextEdit[] {
    const node = root.at(this.spansAt);
    if (!node) throw new RangeError("nothing holds the mentions");
    const wanted = segmentsIn((this.tags ?? []).map((tag, token) => tags.get(token) ?? tag));
    const places = new Map<string, Map<string, string[]>>();
    for (const [label, words] of Object.entries(this.#mentions))
      places.set(label, new Map(Object.keys(words).map((mention) => [mention, []])));
    const space = /":\s/.test(root.text.slice(node.start, node.end)) || node.end - node.start === 2 ? " " : "";
    for (const { first, past, label } of wanted) {
      const range = { start: this.ranges[first].start, end: this.ranges[past - 1].end };
      const { start, end } = this.given(range);
      const words = places.get(label) ?? new Map<string, string[]>();
      const mention = this.wordsIn(range);
      words.set(mention, [...(words.get(mention) ?? []), `[${start},${space}${end}]`]);
      places.set(label, words);
    }
    const object = (members: readonly (readonly [key: string, value: string])[]) =>
      `{${members.map(([key, value]) => `${written(key, root.text)}:${space}${value}`).join(`,${space}`)}}`;
    const labels = [...places].flatMap(([label, words]) => {
      const kept = [...words].flatMap(([mention, all]) =>
        all.length > 0 ? [[mention, `[${all.join(`,${space}`)}]`] as const] : [],
      );
      return kept.length > 0 ? [[label, object(kept)] as const] : [];
    });
    return [{ start: node.start, end: node.end, text: object(labels) }];
  }
}
