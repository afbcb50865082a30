import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { Segments } from "../../corpus/types.js";
import { type Candidates, NONE } from "../candidates/candidates.js";
import { Proposals } from "../suggestions/store.js";
import type { Proposal } from "../suggestions/tagEncoder.js";

/** Candidates of some sentences, the annotated segments first, and where these sentences stand in the whole corpus. */
export interface Part {
  readonly annotated: Pick<AnnotatedCorpus, "corpus" | "segments">;
  readonly candidates: Candidates;
  /** Of each sentence its number in the whole corpus, −1 for one that is not there. */
  readonly place: Int32Array;
}

/**
 * The candidates of a corpus, put together from those of sentences that have not changed and of those that have: the annotated segments in
 * file order, then missed spans by start and end.
 */
export class Join {
  readonly candidates: Candidates;
  /** Of each row, which part it is of and its row there. */
  private readonly sources: readonly (readonly [part: number, row: number])[];
  /** By part and sentence: what is added to a token's number. */
  private readonly shifts: readonly Int32Array[];

  constructor(
    whole: Pick<AnnotatedCorpus, "corpus" | "segments">,
    private readonly parts: readonly [Part, Part],
  ) {
    const first = firstSegments(whole);
    this.shifts = parts.map(({ annotated: { corpus }, place }) =>
      place.map((k, own) => (k < 0 ? 0 : whole.corpus.sentenceStart[k] - corpus.sentenceStart[own])),
    );
    const labelNumber = parts.map(({ candidates: { labels } }) =>
      labels.map((label) => whole.segments.labels.indexOf(label)),
    );
    const rows = parts.flatMap(({ annotated, candidates, place }, p) => {
      const ownFirst = firstSegments(annotated);
      const { sentence, start, end, label, previous, next } = candidates;
      return Array.from({ length: candidates.count }, (_, row) => row)
        .filter((row) => place[sentence[row]] >= 0)
        .map((row) => {
          const [own, shift] = [sentence[row], this.shifts[p][sentence[row]]];
          const segments = first[place[own]] - ownFirst[own];
          return {
            source: [p, row] as const,
            isMissed: row >= annotated.segments.count,
            sentence: place[own],
            start: start[row] + shift,
            end: end[row] + shift,
            label: label[row] === NONE ? NONE : labelNumber[p][label[row]],
            previous: previous[row] + segments,
            next: next[row] + segments,
          };
        });
    });
    rows.sort((a, b) => Number(a.isMissed) - Number(b.isMissed) || a.start - b.start || a.end - b.end);
    const column = (name: "sentence" | "start" | "end" | "label" | "previous" | "next") =>
      Int32Array.from(rows, (row) => row[name]);
    this.candidates = {
      count: rows.length,
      ...{ sentence: column("sentence"), start: column("start"), end: column("end") },
      ...{ label: column("label"), previous: column("previous"), next: column("next") },
      labels: whole.segments.labels,
    };
    this.sources = rows.map(({ source }) => source);
  }

  /** A column of all rows, from those of the parts. */
  column(...columns: readonly [Float64Array, Float64Array]): Float64Array {
    return Float64Array.from(this.sources, ([part, row]) => columns[part][row]);
  }

  /** The rows of one part of a column, in their order there. */
  of(part: number, column: Float64Array): Float64Array {
    const own = new Float64Array(this.parts[part].candidates.count);
    this.sources.forEach(([p, row], i) => {
      if (p === part) own[row] = column[i];
    });
    return own;
  }

  /** A token's number in the whole corpus; −1 where its sentence is not there. */
  tokenOf(part: number, sentence: number, token: number): number {
    return this.parts[part].place[sentence] < 0 ? -1 : token + this.shifts[part][sentence];
  }

  proposals(...lists: readonly [Proposals, Proposals]): Proposals {
    const all = new Proposals();
    for (const [part, row] of this.sources) {
      const proposal = lists[part].at(row);
      const sentence = this.parts[part].candidates.sentence[row];
      all.push(proposal && moved(proposal, this.shifts[part][sentence]));
    }
    return all;
  }
}

function moved({ start, end, segments }: Proposal, by: number): Proposal {
  const shifted = segments.map((one) => ({ ...one, start: one.start + by, end: one.end + by }));
  return { start: start + by, end: end + by, segments: shifted };
}

/** Of each sentence, how many segments stand before it. */
function firstSegments({
  corpus,
  segments,
}: {
  readonly corpus: AnnotatedCorpus["corpus"];
  readonly segments: Segments;
}): Int32Array {
  const first = new Int32Array(corpus.sentenceStart.length);
  for (let i = 0; i < segments.count; i++) first[segments.sentence[i] + 1]++;
  for (let k = 1; k < first.length; k++) first[k] += first[k - 1];
  return first;
}
