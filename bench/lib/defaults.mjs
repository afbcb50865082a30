/** What `seginf audit` does when it is not told otherwise, but for opposed segments, and with every candidate listed. */
export const AUDIT_DEFAULTS = {
  training: { lambda: 1, minCount: 1, tolerance: 1e-5, maxIterations: 2000 },
  audit: {
    targets: { kind: "errors" },
    targetsName: "errors",
    allowUnseen: true,
    cgTolerance: 1e-3,
    threshold: 0.5,
    limit: 0,
    opposed: 0,
  },
};
