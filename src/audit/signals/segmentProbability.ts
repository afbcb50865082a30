import type { Span } from "../../influence/spans.js";
import type { Chains, I32, LatticeState, TransitionTables } from "../../kernels/types.js";
import type { Candidate } from "../candidates/candidates.js";

/** The lattice of one part of a corpus. */
export interface PartLattice {
  /** The corpus's number of the part's first token, whose rows are the state's first. */
  readonly first: number;
  readonly state: LatticeState;
  readonly tables: TransitionTables;
}

/**
 * p(S | x): the probability that exactly this segment stands there, all other labels of the sentence summed out. The tags
 * of its tokens alone would not tell a name from its first half, so what a neighbour's tag would add to it is taken out:
 *
 *     p(S | x) = l · Π_{a<t<b} M(y_{t−1}, y_t) y_t(y_t) / β_t(y_t) · r
 *     l = α_a(y_a) · Σ_{c ∌ y_a} α_{a−1}(c) M(c, y_a) / S_a(y_a)      r = Σ_{c ∌ y_{b−1}} M(y_{b−1}, c) y_b(c)
 *
 * c running over the labels from which (to which) the segment does not go on; y_t is the lattice's `leave`, S_a its
 * `arrive`. For a span without a segment ("O") it is the probability that all its tokens are outside.
 */
export function segmentProbability(
  { start: a, end: b, sentence, label }: Candidate,
  { sentenceStart, gold, stride, labels: C }: Chains,
  lattice: PartLattice,
  continues: Uint8Array,
): number {
  const { alpha, arrive, leave, beta } = lattice.state;
  const { M } = lattice.tables;
  const [from, to] = [(a - lattice.first) * stride, (b - lattice.first) * stride];
  const first = gold[a];
  const last = gold[b - 1];
  let left = alpha[from + first];
  let right = beta[to - stride + last];
  if (label !== "O" && a > sentenceStart[sentence]) {
    let mass = 0;
    for (let c = 0; c < C; c++) {
      if (!continues[c * C + first]) mass += alpha[from - stride + c] * M[c * stride + first];
    }
    left *= mass / arrive[from + first];
  }
  if (label !== "O" && b < sentenceStart[sentence + 1]) {
    right = 0;
    for (let c = 0; c < C; c++) {
      if (!continues[last * C + c]) right += M[last * stride + c] * leave[to + c];
    }
  }
  return Math.min(1, left * inside(a, b, gold, stride, lattice) * right);
}

/** p(y_S | x): the probability of the span's tags, whatever stands next to them. */
export function tagsProbability({ start: a, end: b }: Span, { gold, stride }: Chains, lattice: PartLattice): number {
  const { alpha, beta } = lattice.state;
  const [from, to] = [(a - lattice.first) * stride, (b - lattice.first) * stride];
  const ends = alpha[from + gold[a]] * beta[to - stride + gold[b - 1]];
  return Math.min(1, ends * inside(a, b, gold, stride, lattice));
}

/** Π_{a<t<b} M(y_{t−1}, y_t) y_t(y_t) / β_t(y_t) */
function inside(a: number, b: number, gold: I32, stride: number, { first, state, tables }: PartLattice): number {
  let p = 1;
  for (let t = a + 1; t < b; t++) {
    const at = (t - first) * stride + gold[t];
    p *= (tables.M[gold[t - 1] * stride + gold[t]] * state.leave[at]) / state.beta[at];
  }
  return p;
}
