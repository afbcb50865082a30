// Commits to a corpus in two columns, and weights carried from the tagger before to the one after.

/** The same sentences with `count` of them changed: half in a tag, half in a word. */
export function changed(sentences, count, random) {
  const pick = (list) => Math.floor(random() * list.length);
  const out = sentences.map((rows) => [...rows]);
  const chosen = new Set();
  while (chosen.size < count) chosen.add(pick(sentences));
  for (const k of chosen) {
    const rows = out[k];
    const t = pick(rows);
    const [word, tag] = rows[t].split("\t");
    const other = sentences[pick(sentences)];
    const [otherWord] = other[pick(other)].split("\t");
    rows[t] = random() < 0.5 ? `${word}\t${tag === "O" ? "B-ORG" : "O"}` : `${otherWord}\t${tag}`;
  }
  return out;
}

/**
 * θ of one tagger in the space of another: features by template and text, labels by name, 0 where there was none. A class's
 * weight is √m times its features' mean: the nearest point at which they are equal.
 */
export function carriedOver(from, to) {
  const theta = new Float64Array(to.shape.dimension);
  const labels = to.labels.flatMap((label, now) => {
    const before = from.labels.indexOf(label);
    return before < 0 ? [] : [{ now, before }];
  });
  for (let f = 0; f < to.space.size; f++) {
    const text = from.space.textNumber(to.space.texts[to.space.text(f)]);
    const feature = text < 0 ? -1 : from.space.find(to.space.template(f), text);
    if (feature < 0) continue;
    const [c, d] = [to.classes.classOf[f], from.classes.classOf[feature]];
    const scale = 1 / Math.sqrt(to.classes.size[c] * from.classes.size[d]);
    for (const { now, before } of labels) {
      theta[c * to.shape.stride + now] += from.theta[d * from.shape.stride + before] * scale;
    }
  }
  const transition = ({ transitions, stride }, i, j) => transitions + i * stride + j;
  for (const i of labels) {
    for (const j of labels) {
      theta[transition(to.shape, i.now, j.now)] = from.theta[transition(from.shape, i.before, j.before)];
    }
  }
  return theta;
}
