/** How `seginf audit` trains when it is not told otherwise. */
export const AUDIT_DEFAULTS = {
  training: { lambda: 1, minCount: 1, tolerance: 1e-5, maxIterations: 2000 },
};
