import type { F64 } from "../kernels/types.js";
import type { Problem } from "../tagger/problem.js";
import { ClampedSegment } from "./clamped.js";
import type { Span } from "./spans.js";

/**
 * How much of the curvature along its own direction a piece holds, roughly; docs/method.md, Removal and retraining:
 *
 *     h(S) = uᵀ Cov_q(Φ) u / g_Sᵀ u          u = D⁻¹ g_S
 *
 * with H's diagonal D in the place of H, which overstates it where features stand together: Δ(S) (1 + h), and not
 * Δ(S) / (1 − h), is what retraining without S comes to. It costs the piece's own tokens; the spans of a piece stand in
 * different sentences.
 */
export class Leverage {
  /** Length `dimension` each; zero between pieces. */
  private readonly g: Float64Array;
  private readonly u: Float64Array;
  private readonly unused: Float64Array;

  /**
   * @param theta the tagger's optimum, length `dimension`
   * @param diagonal D, length `dimension`
   */
  constructor(
    private readonly problem: Problem,
    private readonly theta: F64,
    private readonly diagonal: F64,
  ) {
    const { dimension } = problem.shape;
    [this.g, this.u, this.unused] = [0, 1, 2].map(() => new Float64Array(dimension)) as Float64Array[];
  }

  /** 0 where g_S is 0. */
  of(spans: readonly Span[]): number {
    const { problem, theta, diagonal, g, u, unused } = this;
    const { transitions } = problem.shape;
    const segments = spans.map((span) => new ClampedSegment(problem, span).moveTo(theta));
    for (const segment of segments) segment.addGradient(1, g);
    const eachCoordinate = (visit: (i: number) => void) => {
      for (const { rows } of segments) {
        for (const row of rows) for (let i = row; i < row + problem.shape.stride; i++) visit(i);
      }
      for (let i = transitions; i < g.length; i++) visit(i);
    };
    eachCoordinate((i) => {
      u[i] = g[i] / diagonal[i];
    });
    const variance = segments.reduce((sum, segment) => sum + segment.addCurvature(1, u, unused), 0);
    let inner = 0;
    // What is cleared as it is read counts once, though rows recur.
    eachCoordinate((i) => {
      inner += g[i] * u[i];
      g[i] = 0;
      u[i] = 0;
      unused[i] = 0;
    });
    return inner > 0 ? variance / inner : 0;
  }
}
