import { movedOver } from "./agreement.js";
import { ANCHOR_KINDS } from "./anchors.js";
import { Chance } from "./chance.js";
import { type Evidence, has } from "./evidence.js";
import { type Trial, trialsFor, withoutWordsInDisguise } from "./trials.js";

/** A pattern before it has a name. */
export interface Chosen {
  /** By number. */
  readonly change: number;
  readonly anchor: number;
  /** Suspects, by row, in file order. */
  readonly rows: readonly number[];
  /** Suspects of its label that have the anchor, whatever is suggested for them. */
  readonly there: number;
  /** Nats. */
  readonly gain: number;
  readonly pValue: number;
}

export interface ChooseOptions {
  readonly most: number;
  /** Suspects that a pattern has at least. */
  readonly support: number;
  /** Bound on the p-value, corrected for the anchors tried. */
  readonly alpha: number;
  /** The least share of the label's segments at the anchor that is expected to be wrong. */
  readonly rate: number;
  /** The least probability of a pattern's rows. */
  readonly least: number;
}

/**
 * Chooses patterns one by one: always the one that explains most of what the ones before it leave unexplained, and that
 * chance does not. All suspects at its anchor that bear its label are then explained, and taken out.
 */
export function choosePatterns(evidence: Evidence, options: ChooseOptions): Chosen[] {
  const { suspects, rows } = evidence;
  const alive = new Uint8Array(suspects.count).fill(1);
  const trialsOf = (label: number) => trialsFor(label, evidence, alive);
  const all = suspects.labels.map((_, label) => trialsOf(label));
  const tried = all.reduce((sum, trials) => sum + trials.filter(({ there }) => there >= options.support).length, 0);
  const worthy = (trials: readonly Trial[]) =>
    withoutWordsInDisguise(trials, evidence.anchors).filter(
      ({ gain, there, errorsThere }) =>
        gain > LEAST_GAIN &&
        there >= options.support &&
        errorsThere >= options.support / 2 &&
        errorsThere >= options.rate * there,
    );
  const waiting = all.map(worthy);
  const chance = new Chance(evidence);
  const chosen: Chosen[] = [];
  while (chosen.length < options.most) {
    const best = waiting
      .flatMap((trials) => firstBeyondChance(trials, (trial) => tried * chance.of(trial, alive), options.alpha))
      .reduce<Tested | null>((most, one) => (most && most.trial.gain >= one.trial.gain ? most : one), null);
    if (best === null) break;
    const { change, anchor, label, gain, there } = plainest(best.trial, waiting[best.trial.label], evidence);
    const own: number[] = [];
    for (let i = 0; i < suspects.count; i++) {
      if (!alive[i] || suspects.label[i] !== label || !has(rows, i, anchor)) continue;
      alive[i] = 0;
      if (suspects.change[i] === change && suspects.probability[i] >= options.least) own.push(i);
    }
    chosen.push({ change, anchor, rows: own, there, gain, pValue: best.pValue });
    waiting[label] = worthy(trialsOf(label));
  }
  return chosen;
}

/** Nats. What explains less is not tested. */
const LEAST_GAIN = 1;

/** Of the anchors that take in the same errors, the plainest: the word that a bound moves over, then in the order of kinds. */
function plainest(trial: Trial, trials: readonly Trial[], { suspects, anchors }: Evidence): Trial {
  const moved = movedOver(suspects.changes[trial.change]);
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
function firstBeyondChance(trials: readonly Trial[], pValueOf: (trial: Trial) => number, alpha: number): Tested[] {
  for (const trial of trials) {
    const pValue = Math.min(1, pValueOf(trial));
    if (pValue <= alpha) return [{ trial, pValue }];
  }
  return [];
}
