// Holds one audit against what was planted, by every signal that its findings carry.
import { readCorpus } from "../../dist/corpus/index.js";
import { errorsBetween } from "../../dist/scoring/errors.js";
import { scoreRankings } from "../../dist/scoring/score.js";
import { Judge } from "../../dist/scoring/verdict.js";
import { readJson } from "./corpus.mjs";

/** Signals that say nothing of wrong and right by themselves. */
const NOT_RANKINGS = new Set(["selfInfluence"]);

/** {signals: {name: figures}, suggestions, bins}: figures of each ranking, and of the score as a probability. */
export async function judge(reportFile, trainFile, goldFile, { scheme = "BIO", labelColumn } = {}) {
  const report = readJson(reportFile);
  const [train, gold] = [await readCorpus(trainFile, { labelColumn }), await readCorpus(goldFile, { labelColumn })];
  const errors = errorsBetween(train, gold, scheme);
  const judgeOne = new Judge(errors);
  const findings = report.findings.filter(({ kind }) => kind !== "reference");
  const verdicts = findings.map((finding) => judgeOne.judge(finding, reportFile));
  const names = Object.keys(findings[0].signals).filter((name) => !NOT_RANKINGS.has(name));
  const by = ["score", ...names.filter((name) => findings.some(({ signals }) => signals[name] !== null))];
  const { rankings } = scoreRankings(errors, [{ file: reportFile, verdicts, by }], { resamples: 1, seed: 1, top: 500 });
  const signals = Object.fromEntries(rankings.map((ranking) => [ranking.by, figuresOf(ranking)]));
  const [{ suggestions, calibration }] = rankings;
  return {
    wrongTokens: errors.ofToken.filter((family) => family !== 0).length,
    signals,
    suggestions,
    bins: calibration.bins,
  };
}

function figuresOf({ levels }) {
  const at = (name) => levels.find(({ level }) => level === name);
  const [token, document] = [at("token"), at("document")];
  return {
    ap: token.averagePrecision,
    auroc: token.auroc,
    p100: token.cuts[2].precision,
    segmentAp: at("segment").averagePrecision,
    ...(document ? { documentAp: document.averagePrecision, documentAuroc: document.auroc } : {}),
  };
}

/** The place, from 1, of the first pattern that names the planted rule; 0 where none does. */
export function patternRank(patterns, rule) {
  return patterns.findIndex((pattern) => names(pattern, rule)) + 1;
}

const WORD_KINDS = new Set(["word", "lower", "head", "first", "last", "name"]);
const lists = (value) => (Array.isArray(value) ? value : [value]);

function names(pattern, rule) {
  return rule.anchors.some(({ kind, value }, i) => {
    const label = lists(rule.label)[i] ?? lists(rule.label)[0];
    const suggestion = lists(rule.suggestion)[i] ?? lists(rule.suggestion)[0];
    const sameKind = kind === "word" ? WORD_KINDS.has(pattern.anchor.kind) : pattern.anchor.kind === kind;
    const lower = (text) => text.toLowerCase();
    const sameValue =
      lower(pattern.anchor.value) === lower(value) || lower(pattern.anchor.value).split(" ").includes(lower(value));
    return (
      pattern.label === label && (suggestion === "any" || pattern.suggestion === suggestion) && sameKind && sameValue
    );
  });
}
