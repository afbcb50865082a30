import type { CalibrationScore, ReliabilityBin } from "../../findings/evaluation.js";
import type { Verdict } from "./verdict.js";

const BINS = 10;
const SUSPICIOUS = 0.1;

/** Reads scores as probabilities that the finding is about an error, and compares them with how often they are. */
export function calibration(verdicts: readonly Verdict[]): CalibrationScore {
  const bins = Array.from({ length: BINS }, (_, i) => binOf(verdicts, i)).filter(({ findings }) => findings > 0);
  const suspicious = bins.filter(({ from }) => from >= SUSPICIOUS);
  const squares = verdicts.reduce((sum, { score, families }) => sum + (score - (families ? 1 : 0)) ** 2, 0);
  return {
    findings: verdicts.length,
    expectedCalibrationError: expectedError(bins),
    amongSuspicious: { findings: total(suspicious), expectedCalibrationError: expectedError(suspicious) },
    brier: verdicts.length === 0 ? 0 : squares / verdicts.length,
    bins,
  };
}

function binOf(verdicts: readonly Verdict[], index: number): ReliabilityBin {
  const inside = verdicts.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === index);
  const findings = inside.length;
  const mean = (sum: number): number => (findings === 0 ? 0 : sum / findings);
  return {
    from: index / BINS,
    to: (index + 1) / BINS,
    findings,
    meanScore: mean(inside.reduce((sum, { score }) => sum + score, 0)),
    errorRate: mean(inside.filter(({ families }) => families !== 0).length),
  };
}

const total = (bins: readonly ReliabilityBin[]): number => bins.reduce((sum, { findings }) => sum + findings, 0);

function expectedError(bins: readonly ReliabilityBin[]): number {
  const all = total(bins);
  if (all === 0) return 0;
  const weighted = bins.map(({ findings, errorRate, meanScore }) => findings * Math.abs(errorRate - meanScore));
  return weighted.reduce((sum, one) => sum + one, 0) / all;
}
