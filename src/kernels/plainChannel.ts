import type { Chains, ChannelInput, ChannelSums, F64, Kernels } from "./types.js";

/** The twin of assembly/channel.ts: a forward–backward of p, and one of p̃. */
export function channelPlainly(
  forwardBackward: Kernels["forwardBackward"],
  chains: Chains,
  { scores, tables, factors }: ChannelInput,
  errors: F64,
  sums: ChannelSums,
): void {
  const { labels: C, stride, sentenceStart, gold, weight } = chains;
  const tagScores = factors.map(Math.log);
  const observedErrors = new Float64Array(errors.length);
  const free = { edges: sums.free, loss: 0 };
  const observed = { edges: sums.observed, loss: 0 };
  forwardBackward(chains, { scores, tables }, null, errors, free);
  forwardBackward(chains, { scores, tables, tagScores }, null, observedErrors, observed);
  for (let t = 0; t < chains.tokens; t++) {
    for (let c = 0; c < C; c++) errors[t * stride + c] -= observedErrors[t * stride + c];
  }
  // What the losses have taken off log Z and log Z̃ differs by the channel's scores of ỹ.
  let channelScore = 0;
  for (let k = 0; k < weight.length; k++) {
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
      channelScore += weight[k] * tagScores[gold[t] * (stride + 1)];
    }
  }
  sums.loss += free.loss - observed.loss - channelScore;
}
