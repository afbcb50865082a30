/** The kinds of pass, as `work` in assembly/index.ts numbers them. */
export const PASSES = {
  gather: 0,
  forwardBackward: 1,
  hessianProduct: 2,
  multiply: 3,
  scaled: 4,
  dot: 5,
  sumScaled: 6,
  step: 7,
  updateDirection: 8,
  difference: 9,
  direction: 10,
  gram: 11,
  combine: 12,
  nodes: 13,
  nodeHessianProduct: 14,
} as const;
