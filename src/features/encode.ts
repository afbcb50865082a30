import { GrowingInts } from "../corpus/growing.js";
import type { Corpus } from "../corpus/types.js";
import { blocksOf, type Cell, CellReader, groupTemplates, type TemplateGroup } from "./blocks.js";
import type { WordClusters } from "./clusters/table.js";
import { FeatureSpace } from "./space.js";
import type { Template } from "./templates.js";

/**
 * The binary feature matrix X of a corpus, N tokens × F features, as a product of two sparse matrices: X = B · Φ.
 * B gives each token its G blocks (one a template group), Φ gives each block its features. Words repeat, so Φ has far
 * fewer rows than X: logits XW are summed once a block and then G rows a token instead of about 30, exactly.
 */
export interface Encoded {
  readonly tokens: number;
  readonly groups: number;
  /** N × G, row-major: the blocks of each token. */
  readonly tokenBlocks: Int32Array;
  /** Length B + 1; block b has the features blockFeatures[blockStart[b]] … blockFeatures[blockStart[b + 1] − 1]. */
  readonly blockStart: Int32Array;
  readonly blockFeatures: Int32Array;
}

/**
 * Encodes a corpus over a known feature space; features outside it are left out.
 *
 * @param offsets of words that need blocks of their own (features/vectors.ts)
 */
export function encode(corpus: Corpus, space: FeatureSpace, offsets: readonly number[] = []): Encoded {
  const groups = groupTemplates(space.templates, offsets);
  const known: Numbering = {
    text: (text) => space.textNumber(text),
    feature: (template, text) => space.find(template, text),
  };
  return encodeWith(corpus, space, groups, known).encoded;
}

/**
 * Collects the feature space of a training corpus and encodes the corpus over it.
 *
 * @param minCount features that fewer tokens have are left out
 * @param clusters needed where a template reads them
 */
export function collect(
  corpus: Corpus,
  templates: readonly Template[],
  minCount: number,
  offsets: readonly number[] = [],
  clusters: WordClusters | null = null,
): { space: FeatureSpace; encoded: Encoded } {
  const growing = new FeatureSpace(templates, clusters);
  const { encoded, frequency } = encodeWith(corpus, growing, groupTemplates(templates, offsets), {
    text: (text) => growing.intern(text),
    feature: (template, text) => growing.add(template, text),
  });
  if (minCount <= 1) return { space: growing, encoded };
  const count = new Int32Array(growing.size);
  for (let b = 0; b < frequency.length; b++) {
    for (let i = encoded.blockStart[b]; i < encoded.blockStart[b + 1]; i++) {
      count[encoded.blockFeatures[i]] += frequency[b];
    }
  }
  const { space, renumbered } = growing.keep((feature) => count[feature] >= minCount);
  return { space, encoded: renumber(encoded, renumbered) };
}

/** How texts and features are numbered; below 0 for one that is to be left out. */
interface Numbering {
  text(text: string): number;
  feature(template: number, text: number): number;
}

function encodeWith(
  corpus: Corpus,
  { templates, clusters }: FeatureSpace,
  groups: readonly TemplateGroup[],
  numbering: Numbering,
): { encoded: Encoded; frequency: Int32Array } {
  const reader = new CellReader(corpus, numbering.text, clusters);
  const N = corpus.words.ids.length;
  const G = groups.length;
  const tokenBlocks = new Int32Array(N * G);
  const blockStart = new GrowingInts();
  const blockFeatures = new GrowingInts();
  blockStart.push(0);
  groups.forEach((group, g) => {
    const blocks = blocksOf(corpus, group, reader);
    const offset = blockStart.length - 1;
    for (let t = 0; t < N; t++) tokenBlocks[t * G + g] = offset + blocks.ids[t];
    const cells = group.templates.map((template) => templates[template].macros.map((macro) => reader.cell(macro)));
    for (let b = 0; b < blocks.count; b++) {
      const start = corpus.sentenceStart[blocks.sentence[b]];
      const end = corpus.sentenceStart[blocks.sentence[b] + 1];
      for (let i = 0; i < cells.length; i++) {
        const text = textNumber(cells[i], numbering, blocks.token[b], start, end);
        const feature = text < 0 ? -1 : numbering.feature(group.templates[i], text);
        if (feature >= 0) blockFeatures.push(feature);
      }
      blockStart.push(blockFeatures.length);
    }
  });
  const frequency = new Int32Array(blockStart.length - 1);
  for (let i = 0; i < tokenBlocks.length; i++) frequency[tokenBlocks[i]]++;
  return {
    encoded: {
      tokens: N,
      groups: G,
      tokenBlocks,
      blockStart: blockStart.trimmed(),
      blockFeatures: blockFeatures.trimmed(),
    },
    frequency,
  };
}

/** The number of the cells' texts at a token of the sentence [start, end), joined; below 0 where there is none. */
function textNumber(cells: readonly Cell[], numbering: Numbering, token: number, start: number, end: number): number {
  if (cells.length === 1) return cells[0].textNumber(token, start, end);
  const texts = cells.map((cell) => cell.text(token, start, end));
  return texts.includes(null) ? -1 : numbering.text(texts.join("/"));
}

/** Maps feature ids; those mapped to −1 are left out. */
function renumber(encoded: Encoded, renumbered: Int32Array): Encoded {
  const { blockStart, blockFeatures } = encoded;
  const start = new Int32Array(blockStart.length);
  const features = new Int32Array(blockFeatures.length);
  let kept = 0;
  for (let b = 0; b + 1 < blockStart.length; b++) {
    for (let i = blockStart[b]; i < blockStart[b + 1]; i++) {
      const id = renumbered[blockFeatures[i]];
      if (id >= 0) features[kept++] = id;
    }
    start[b + 1] = kept;
  }
  return { ...encoded, blockStart: start, blockFeatures: features.slice(0, kept) };
}
