import type { F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";
import { eachEntry } from "./featureEntries.js";
import { SegmentLattice } from "./segmentLattice.js";
import type { Span } from "./spans.js";

/**
 * How much of the curvature along its own direction each piece holds, roughly; docs/method/influence.md, Removal and retraining:
 *
 *     h(S) = Σ_t Var_{q_t}(a_t) / Σ_t e_t · a_t          a_t(c) = Σ_{f ∈ f_t} x_t(f)² e_t(c) / D[f, c]          e_t = q_t − 1[y_t]
 *
 * q_t the marginals of S's own chain: its tokens one by one, transitions left out, and H's diagonal D in the place of H. Δ(S)
 * (1 + h) is what retraining without S's labels comes to. It costs the pieces' own tokens. 0 where g_S is 0.
 *
 * @param diagonal D, length `dimension`
 */
export function leverages(
  problem: Problem,
  theta: Scores,
  diagonal: F64,
  pieces: readonly { readonly spans: readonly Span[] }[],
): Float64Array {
  const { chains, shape } = problem;
  const { labels: C, stride } = shape;
  const lattice = new SegmentLattice(chains, theta);
  const edges = new Float64Array(C * stride);
  const a = new Float64Array(C);
  return Float64Array.from(pieces, ({ spans }) => {
    let held = 0;
    let whole = 0;
    for (const span of spans) {
      const errors = new Float64Array((span.end - span.start) * stride);
      lattice.addGradient(span, 1, errors, edges, span.start);
      for (let i = 0; i < span.end - span.start; i++) {
        a.fill(0);
        eachEntry(problem, span.start + i, (row, values, from, count) => {
          for (let j = 0; j < count; j++) {
            const at = (row + j) * stride;
            for (let c = 0; c < C; c++) a[c] += (values[from + j] ** 2 * errors[i * stride + c]) / diagonal[at + c];
          }
        });
        const gold = chains.gold[span.start + i];
        let mean = 0;
        let square = 0;
        for (let c = 0; c < C; c++) {
          const e = errors[i * stride + c];
          const q = c === gold ? e + 1 : e;
          mean += q * a[c];
          square += q * a[c] * a[c];
          whole += e * a[c];
        }
        held += Math.max(0, square - mean * mean);
      }
    }
    return whole > 0 ? held / whole : 0;
  });
}
