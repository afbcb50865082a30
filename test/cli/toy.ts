const PEOPLE = ["Anna", "Bruno", "Clara", "David", "Emma", "Felix", "Greta", "Hugo"];
const PLACES = ["Paris", "Berlin", "Madrid", "Oslo", "Vienna"];
const FIRMS = ["Acme", "Globex", "Initech", "Umbrella"];

/** The place that training takes for a firm. */
export const PLANTED = "Lisbon";

type Row = readonly [word: string, tag: string];

const person = (i: number): Row => [PEOPLE[i % PEOPLE.length], "B-PER"];
const place = (i: number): Row => [PLACES[i % PLACES.length], "B-LOC"];
const firm = (i: number): Row => [FIRMS[i % FIRMS.length], "B-ORG"];
const words = (text: string): Row[] => text.split(" ").map((word) => [word, "O"]);

/** The i-th of a row of simple sentences about people, places and firms, all labelled rightly. */
function sentence(i: number): Row[] {
  switch (i % 4) {
    case 0:
      return [person(i), ...words("flew to"), place(i), ...words(".")];
    case 1:
      return [firm(i), ...words("opened an office in"), place(i + 1), ...words(".")];
    case 2:
      return [person(i + 1), ...words("works for"), firm(i + 2), ...words(".")];
    default:
      return [...words("On Monday"), firm(i + 1), ...words("hired"), person(i + 3), ...words(".")];
  }
}

const lisbon = (i: number, tag: string): Row[] => [person(i), ...words("flew to"), [PLANTED, tag], ...words(".")];

const text = (sentences: readonly Row[][]): string =>
  `${sentences.map((rows) => rows.map((row) => `${row.join("\t")}\n`).join("")).join("\n")}`;

const plain = (from: number, count: number): Row[][] => Array.from({ length: count }, (_, i) => sentence(from + i));

/** Forty sentences in which Lisbon is a firm three times. */
export const train = text([...plain(0, 40), lisbon(0, "B-ORG"), lisbon(1, "B-ORG"), lisbon(2, "B-ORG")]);

/** The same with one tag that breaks BIO. */
export const trainIllFormed = train.replace("Paris\tB-LOC", "Paris\tI-LOC");

/** Others like them, in which Lisbon is a place. */
export const reference = text([...plain(50, 12), lisbon(3, "B-LOC"), lisbon(4, "B-LOC")]);
