import type { LatticeState } from "../../src/kernels/types.js";
import type { Lattice } from "../../src/tagger/lattice.js";

/** A copy of the state of a whole corpus, whatever its parts: α, S, y and β, N × stride each. */
export function stateOf(lattice: Lattice): LatticeState {
  const { tokens, stride } = lattice.problem.chains;
  const rows = () => new Float64Array(tokens * stride);
  const whole = { alpha: rows(), arrive: rows(), leave: rows(), beta: rows() };
  lattice.eachState(({ first, chains }, state) => {
    for (const name of ["alpha", "arrive", "leave", "beta"] as const) {
      whole[name].set(state[name].subarray(0, chains.tokens * stride), first * stride);
    }
  });
  return whole;
}
