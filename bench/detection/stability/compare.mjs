const FIRST = 100;

/**
 * Two reports with all of their findings: how many of the first hundred they have in common, the largest difference of a
 * score among the first hundred of either, how many findings are at .5, and the `show` findings that differ most, in words. A finding
 * that the other report gives other bounds is compared with the most suspicious one of its kind that overlaps it.
 */
export function compared(one, two, show = 0) {
  const [a, b] = [one, two].map(({ findings }) => findings.filter(({ kind }) => kind !== "ill-formed"));
  const [inA, inB] = [a, b].map((all) => new Map(all.map((finding) => [finding.fingerprint, finding])));
  const first = (all) => all.slice(0, FIRST).map(({ fingerprint }) => fingerprint);
  const own = new Set(first(a));
  const scoreIn = (all, key) => (all.get(key) ?? overlapping(all, inA.get(key) ?? inB.get(key)))?.score ?? 0;
  const differences = [...new Set([...own, ...first(b)])]
    .map((key) => [Math.abs(scoreIn(inA, key) - scoreIn(inB, key)), key])
    .sort(([x], [y]) => y - x);
  const lines = differences.slice(0, show).map(([by, key]) => {
    const { tokens, label, suggestion } = inA.get(key) ?? inB.get(key);
    const at = (all, map) => `${scoreIn(map, key).toFixed(4)} (#${all.findIndex((f) => f.fingerprint === key) + 1})`;
    return `${by.toFixed(4)} ${tokens.join(" ")} ${label} → ${suggestion}, ${at(a, inA)} and ${at(b, inB)}, then ${inB.get(key)?.suggestion}`;
  });
  if (show > 0)
    lines.push(...patternLines(one.patterns, two.patterns, "-"), ...patternLines(two.patterns, one.patterns, "+"));
  return {
    common: first(b).filter((key) => own.has(key)).length,
    largest: differences[0]?.[0] ?? 0,
    atThreshold: [a, b].map((all) => all.filter(({ score }) => score >= 0.5).length),
    lines,
  };
}

/** Of the same kind, in the same place. */
function overlapping(all, { kind, file, sentence, start, end }) {
  const isSame = (one) => one.kind === kind && one.file === file && one.sentence === sentence;
  return [...all.values()]
    .filter((one) => isSame(one) && one.start < end && start < one.end)
    .reduce((best, one) => (one.score > (best?.score ?? 0) ? one : best), null);
}

const patternLines = (all, others, mark) =>
  all
    .filter(({ id }) => !others.some((other) => other.id === id))
    .map(({ name, probability, pValue }) => `${mark} ${name}: ${probability.toFixed(3)}, p ${pValue.toExponential(1)}`);
