// The two planted experiments of Jain et al. 2022, built on the corpus at hand: organisations that are named after
// places become LOC in twenty documents (systematic), and as many random segments in twenty documents get another label.
import { seeded, shuffled } from "./random.mjs";

export const PAPER_KINDS = ["paper-cities", "paper-random"];
const DOCUMENTS = 20;

export function plantPaper(documents, kind, seed) {
  const random = seeded(seed);
  const copy = structuredClone(documents);
  const cities = new Set(
    allSegments(copy)
      .filter(({ segment }) => segment.label === "LOC")
      .map(textOf),
  );
  const isCity = (one) => one.segment.label === "ORG" && cities.has(textOf(one));
  const withCities = shuffled(
    copy.filter((document) => allSegments([document]).some(isCity)),
    random,
  ).slice(0, DOCUMENTS);
  const targets = allSegments(withCities).filter(isCity);
  if (kind === "paper-cities") {
    for (const { segment } of targets) segment.label = "LOC";
    const rule = {
      kind,
      family: "type",
      label: "LOC",
      suggestion: "ORG",
      anchors: targets.map((one) => ({ kind: "word", value: textOf(one).toLowerCase() })),
    };
    return { documents: copy, rule, planted: targets.length };
  }
  const labels = [...new Set(allSegments(copy).map(({ segment }) => segment.label))].sort();
  const chosen = shuffled(
    copy.filter(({ sentences }) => sentences.some(({ segments }) => segments.length > 0)),
    random,
  ).slice(0, DOCUMENTS);
  // One segment in each of the documents at least, and as many in all.
  const order = chosen.map((document) => shuffled(allSegments([document]), random));
  const slips = [
    ...order.map(([one]) => one),
    ...shuffled(
      order.flatMap(([, ...rest]) => rest),
      random,
    ),
  ];
  const some = slips.slice(0, Math.max(DOCUMENTS, targets.length));
  for (const { segment } of some) segment.label = random.pick(labels.filter((label) => label !== segment.label));
  return { documents: copy, rule: { kind, family: "type", anchors: [] }, planted: some.length };
}

const allSegments = (documents) =>
  documents.flatMap(({ sentences }) =>
    sentences.flatMap(({ words, segments }) => segments.map((segment) => ({ words, segment }))),
  );

const textOf = ({ words, segment }) => words.slice(segment.start, segment.end).join(" ");
