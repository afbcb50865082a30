// Types of names that corpora spell differently.
const ALIKE = [
  ["PER", "person"],
  ["LOC", "location"],
  ["ORG", "corporation", "group"],
  ["MISC", "product", "creative-work"],
];

/** What `label` is called in a corpus that has `labels`; null where it has nothing like it. */
export function typeIn(label, labels) {
  if (labels.includes(label)) return label;
  const alike = ALIKE.find((names) => names.includes(label)) ?? [];
  return alike.find((name) => labels.includes(name)) ?? null;
}

/** The label for places, people, …: `typeIn` by the first name of the row. */
export const placesIn = (labels) => typeIn("LOC", labels);

/** Documents with their types as `labels` call them; segments of other types are left out. */
export function withTypesOf(documents, labels) {
  return documents.map(({ id, sentences }) => ({
    id,
    sentences: sentences.map(({ words, segments }) => ({
      words,
      segments: segments.flatMap((segment) => {
        const label = typeIn(segment.label, labels);
        return label === null ? [] : [{ ...segment, label }];
      }),
    })),
  }));
}
