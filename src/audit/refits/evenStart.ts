import { closing } from "../../kernels/closing.js";
import { addScaled, sumScaled } from "../../math/vector.js";
import { type Refittable, referenceObjective } from "./referenceLoss.js";

/** Where a refit starts, and ‖∇L‖ where its tolerance is relative to it. */
export interface Start {
  readonly at: Float64Array;
  readonly before: number;
}

/**
 * The point θ + s (θ_w − θ) at which L_1 is about least: where its slope is 0, by the slopes at both ends. L_train − r · θ has no gradient at
 * θ, and at θ_w that of −w L_reference, so a pass over the reference tells either slope:
 *
 *     f'(0) = ∇L_reference(θ) · (θ_w − θ)      f'(1) = (1 − w) ∇L_reference(θ_w) · (θ_w − θ)      s = f'(0) / (f'(0) − f'(1))
 */
export function evenStart(
  { objective: { kernels }, theta, problem }: Refittable,
  joint: Float64Array,
  w: number,
): Start {
  return closing(referenceObjective(kernels, problem, 0), (reference) => {
    const { space } = reference;
    const [way, gradient] = [space.scratch(theta.length), space.scratch(theta.length)];
    try {
      sumScaled(way, joint, -1, theta);
      reference.evaluate(theta, gradient);
      const [atTheta, before] = [space.dot(gradient, way), Math.sqrt(space.dot(gradient, gradient))];
      reference.evaluate(joint, gradient);
      const atJoint = (1 - w) * space.dot(gradient, way);
      const at = Float64Array.from(theta);
      // A convex function's slope grows along a line; only where the files agree does it not, and there is no way to go.
      if (atTheta < 0 && atJoint > 0) addScaled(at, atTheta / (atTheta - atJoint), way);
      return { at, before };
    } finally {
      space.release(way, gradient);
    }
  });
}
