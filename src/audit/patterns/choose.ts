import { coefficients } from "../coefficients/coefficients.js";
import { ANCHOR_KINDS, SECTIONS } from "./anchors.js";
import { type Evidence, has } from "./counts.js";
import { inOrderOfGain, type Trial, trialsFor, withoutWordsInDisguise } from "./hypotheses.js";
import { movedOver } from "./referenceAgreement.js";
import { Significance } from "./significance.js";

const PATTERNS = coefficients.patterns;

/** A pattern before it has a name. */
export interface Chosen {
  /** By number. */
  readonly change: number;
  readonly anchor: number;
  /** Candidates for which the change is suggested, by row, in file order. */
  readonly rows: readonly number[];
  /** Candidates at the anchor that bear its label and for which something else is suggested. */
  readonly others: readonly number[];
  /** Candidates of its label that have the anchor, whatever is suggested for them. */
  readonly there: number;
  /** Nats. */
  readonly gain: number;
  /** Pairs of a change and an anchor that it was chosen from. */
  readonly tried: number;
  readonly pValue: number;
}

export interface ChooseOptions {
  readonly most: number;
  /** Candidates that a pattern has at least. */
  readonly support: number;
  /** Bounds on the p-value, corrected for the anchors tried: all patterns within the first come before the next one's. */
  readonly alphas: readonly number[];
  /** The least share of the label's segments at the anchor that is expected to be wrong. */
  readonly rate: number;
}

/**
 * Chooses patterns one by one: always the one that explains most of what the ones before it leave unexplained, and that
 * chance does not. All candidates at its anchor that bear its label are then explained, and taken out.
 */
export function choosePatterns(evidence: Evidence, options: ChooseOptions): Chosen[] {
  const { candidates, rows } = evidence;
  const alive = new Uint8Array(candidates.count).fill(1);
  const support = {
    least: options.support,
    isEnough: ({ there, errorsThere }: Pick<Trial, "there" | "errorsThere">) =>
      there >= options.support && errorsThere >= options.support / 2 && errorsThere >= options.rate * there,
  };
  const trialsOf = (label: number) => trialsFor(label, evidence, alive, support);
  const all = candidates.labels.map((_, label) => trialsOf(label));
  const tried = numberTried(all.flat(), evidence, options.support);
  const worthy = (trials: readonly Trial[]) => {
    const some = withoutWordsInDisguise(trials, evidence.anchors).filter(
      (trial) => trial.gain > PATTERNS.leastGain && support.isEnough(trial),
    );
    return inOrderOfGain(some, evidence.anchors);
  };
  const waiting = all.map(worthy);
  const chance = new Significance(evidence);
  const chosen: Chosen[] = [];
  for (let bound = 0; bound < options.alphas.length && chosen.length < options.most; ) {
    const alpha = options.alphas[bound];
    const best = waiting
      .flatMap((trials) => firstSignificant(trials, (trial) => tried * chance.of(trial, alive), alpha))
      .reduce<Tested | null>((most, one) => (most && most.trial.gain >= one.trial.gain ? most : one), null);
    if (best === null) {
      bound++;
      continue;
    }
    const { change, anchor, label, gain, there } = plainest(best.trial, waiting[best.trial.label], evidence);
    const own: number[] = [];
    const others: number[] = [];
    for (let i = 0; i < candidates.count; i++) {
      if (!alive[i] || candidates.label[i] !== label || !has(rows, i, anchor)) continue;
      alive[i] = 0;
      (candidates.change[i] === change ? own : others).push(i);
    }
    chosen.push({ change, anchor, rows: own, others, there, gain, tried, pValue: best.pValue });
    waiting[label] = worthy(trialsOf(label));
  }
  return chosen;
}

/**
 * Pairs of a change and an anchor with enough support. Of sections every pair counts, for what falls into which depends on the
 * order of the file, and all figures would with it.
 */
function numberTried(trials: readonly Trial[], { candidates, anchors }: Evidence, support: number): number {
  const isSection = ({ anchor }: Trial) => anchors.kinds[anchor] === "section";
  const elsewhere = trials.filter((trial) => !isSection(trial) && trial.there >= support).length;
  return elsewhere + (trials.some(isSection) ? SECTIONS * candidates.changes.length : 0);
}

/** Of the anchors that take in the same errors, the plainest: the word that a bound moves over, then in the order of kinds. */
function plainest(trial: Trial, trials: readonly Trial[], { candidates, anchors }: Evidence): Trial {
  const moved = movedOver(candidates.changes[trial.change]);
  const plainness = ({ anchor }: Trial) => {
    const kind = anchors.kinds[anchor];
    return kind === moved ? -1 : ANCHOR_KINDS.indexOf(kind);
  };
  const same = trials.filter(
    ({ change, errorsThere }) => change === trial.change && Math.abs(errorsThere - trial.errorsThere) < 1e-9,
  );
  return same.reduce((best, one) => (plainness(one) < plainness(best) ? one : best), trial);
}

interface Tested {
  readonly trial: Trial;
  readonly pValue: number;
}

/** The first of the trials, best first, that chance does not explain; none or one. */
function firstSignificant(trials: readonly Trial[], pValueOf: (trial: Trial) => number, alpha: number): Tested[] {
  for (const trial of trials) {
    const pValue = Math.min(1, pValueOf(trial));
    if (pValue <= alpha) return [{ trial, pValue }];
  }
  return [];
}
