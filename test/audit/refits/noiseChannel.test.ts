import { estimatedChannel, noiseChannelRefit, wrongTags } from "../../../src/audit/refits/noiseChannel.js";
import { createKernels } from "../../../src/kernels/index.js";
import { plainKernels } from "../../../src/kernels/plain.js";
import type { Kernels } from "../../../src/kernels/types.js";
import { CrfObjective } from "../../../src/tagger/objective.js";
import { optimise } from "../../../src/tagger/optimise.js";
import { random } from "../../helpers/random.js";
import { schoolroom } from "../../helpers/schoolroom.js";
import { problemOf, type Tiny } from "../../helpers/tiny.js";

const LABELS = 3;
const OMITTED = 0.4;
const clean = schoolroom(3, 160, LABELS);
const trusted = part(clean, 120, 160);
const right = part(clean, 0, 120);
const next = random(8);
/** Label 2 is left out (0 stands in its place) in many places. */
const omitted = right.gold.map((label) => (label === 2 && next() < OMITTED ? 1 : 0));
const noisy: Tiny = { ...right, gold: right.gold.map((label, t) => (omitted[t] ? 0 : label)) };

/** Sentences [from, to) of a corpus. */
function part(t: Tiny, from: number, to: number): Tiny {
  const [first, end] = [t.sentenceStart[from], t.sentenceStart[to]];
  const { groups, tokenBlocks } = t.encoded;
  return {
    ...t,
    encoded: { ...t.encoded, tokens: end - first, tokenBlocks: tokenBlocks.slice(first * groups, end * groups) },
    sentenceStart: t.sentenceStart.slice(from, to + 1).map((start) => start - first),
    gold: t.gold.slice(first, end),
    weight: t.weight.slice(from, to),
  };
}

function refitOf(training: Tiny, reference = trusted, kernels: Kernels = plainKernels) {
  const objective = new CrfObjective(kernels, problemOf(training, kernels), 1);
  const bare = new CrfObjective(kernels, problemOf(reference, kernels), 0);
  const { theta } = optimise(objective, { tolerance: 1e-6, maxIterations: 300 });
  const alone = new CrfObjective(kernels, problemOf(reference, kernels), 1);
  const start = optimise(alone, { tolerance: 1e-6, maxIterations: 300 }).theta;
  const refit = noiseChannelRefit(objective, bare, theta, start);
  alone.close();
  const channel = estimatedChannel(bare, theta);
  const wrong = wrongTags(objective, refit);
  bare.close();
  objective.close();
  return { ...refit, wrong, channel, theta };
}

const mean = (values: ArrayLike<number>, isIn: (t: number) => boolean) => {
  const chosen = Array.from(values).filter((_, t) => isIn(t));
  return chosen.reduce((sum, x) => sum + x, 0) / chosen.length;
};

describe("a refit through a noise channel", () => {
  const found = refitOf(noisy);

  it("estimates that tags are left out, and no other noise", () => {
    const row = (y: number) => found.channel.subarray(y * LABELS, (y + 1) * LABELS);
    for (let y = 0; y < LABELS; y++) expect(row(y).reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
    expect(row(2)[0]).toBeGreaterThan(0.3);
    expect(row(0)[2]).toBeLessThan(0.15);
  });

  it("gives tags that were left out a higher probability of being wrong than others", () => {
    const wrong = mean(found.wrong, (t) => omitted[t] === 1);
    expect(wrong).toBeGreaterThan(3 * mean(found.wrong, (t) => omitted[t] === 0 && noisy.gold[t] === 0));
    expect(wrong).toBeGreaterThan(0.3);
    for (const q of found.wrong) expect(q >= 0 && q <= 1 + 1e-12).toBe(true);
  });

  it("finds more noise than in a corpus without, by about what there is", () => {
    const share = omitted.reduce((sum, x) => sum + x, 0) / omitted.length;
    // Both have the random tags of a schoolroom.
    const shareOf = ({ wrong }: { readonly wrong: Float64Array }) => mean(wrong, () => true);
    const more = shareOf(found) - shareOf(refitOf(right));
    expect(more).toBeGreaterThan(share / 3);
    expect(more).toBeLessThan(3 * share);
  });

  it("leaves out reference sentences of weight 0, whatever their labels", () => {
    const more = { ...trusted, gold: trusted.gold.map((label, t) => (t < trusted.sentenceStart[3] ? 1 : label)) };
    const weight = trusted.weight.map((w, k) => (k < 3 ? 0 : w));
    const left = part(trusted, 3, trusted.weight.length);
    const [one, other] = [refitOf(noisy, { ...more, weight }), refitOf(noisy, left)];
    one.wrong.forEach((q, t) => {
      expect(Math.abs(q - other.wrong[t])).toBeLessThan(1e-4);
    });
  });

  it("is the same with the compiled kernels, whatever the number of threads", () => {
    for (const threads of [1, 2]) {
      const kernels = createKernels({ kind: "wasm", threads });
      const { wrong } = refitOf(noisy, trusted, kernels);
      kernels.close();
      wrong.forEach((q, t) => {
        expect(Math.abs(q - found.wrong[t])).toBeLessThan(1e-3);
      });
    }
  });
});
