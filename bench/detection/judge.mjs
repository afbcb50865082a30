// Holds one audit against what was planted, by every signal that its findings carry.
import { readFileSync } from "node:fs";
import { readCorpus } from "../../dist/corpus/index.js";
import { errorsBetween } from "../../dist/evaluation/findings/errors.js";
import { scoreRankings } from "../../dist/evaluation/findings/score.js";
import { Judge } from "../../dist/evaluation/findings/verdict.js";
import { readJson } from "./corpus.mjs";
import { averagePrecision } from "./evidence.mjs";

/** {signals: {name: figures}, suggestions, bins}: figures of each ranking, and of the score as a probability. */
export async function judge(reportFile, trainFile, goldFile, { scheme = "BIO", labelColumn } = {}) {
  const report = readJson(reportFile);
  const [train, gold] = [await readCorpus(trainFile, { labelColumn }), await readCorpus(goldFile, { labelColumn })];
  const errors = errorsBetween(train, gold, scheme);
  const judgeOne = new Judge(errors);
  const findings = report.findings.filter(({ kind }) => kind !== "reference");
  const verdicts = findings.map((finding) => judgeOne.judge(finding, reportFile));
  const names = Object.keys(findings[0].signals);
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

/**
 * Token AP of the score over the tokens that are no findings in an audit of the corpus as it was, but for those that errors were planted
 * in: what a corpus has of its own is not known, and not wrong to find.
 *
 * @param cleanFile the report on the corpus without planted errors
 */
export function apWithoutOwn(reportFile, cleanFile, trainFile, goldFile) {
  const rows = (file) => readFileSync(file, "utf8").split("\n");
  const [given, right] = [rows(trainFile), rows(goldFile)];
  const isWrong = given.map((row, i) => Number(row !== right[i]));
  const scores = new Float64Array(given.length);
  for (const finding of ofTraining(reportFile))
    for (const i of rowsThatChange(finding, given)) scores[i] = Math.max(scores[i], finding.score);
  const isOwn = new Uint8Array(given.length);
  for (const finding of ofTraining(cleanFile))
    if (finding.score >= 0.5) for (const i of rowsThatChange(finding, right)) isOwn[i] = 1;
  const kept = [...given.keys()].filter((i) => given[i].includes("\t") && (!isOwn[i] || isWrong[i]));
  return averagePrecision(
    kept.map((i) => scores[i]),
    kept.map((i) => isWrong[i]),
  );
}

/** Rows of a file, from 0, with another BIO tag under the finding's suggestion. */
export function rowsThatChange({ line, start, end, replacement }, rows) {
  const tags = new Map();
  const { segments, ...hull } = replacement ?? { start, end, segments: [] };
  for (let t = Math.min(start, hull.start); t < Math.max(end, hull.end); t++) tags.set(t, "O");
  for (const { start: first, end: last, label } of segments)
    for (let t = first; t < last; t++) tags.set(t, `${t === first ? "B" : "I"}-${label}`);
  return [...tags].flatMap(([t, tag]) => {
    const i = line - 1 + t - start;
    return rows[i].split("\t").at(-1) === tag ? [] : [i];
  });
}

const ofTraining = (file) => readJson(file).findings.filter(({ kind }) => kind !== "reference");

/** The place, from 1, of the first pattern that names the planted rule; 0 where none does. */
export function patternRank(patterns, rule) {
  return patterns.findIndex((pattern) => names(pattern, rule)) + 1;
}

const SHAPES = {
  lower: "in lower case",
  UPPER: "in capitals",
  Name: "a capitalised word",
  Names: "capitalised words",
  digit: "with digits",
};
/** Anchors that are words of a segment. */
const WORDS = new Set(["lower", "first", "last"]);
const lists = (value) => (Array.isArray(value) ? value : [value]);

/** Whether the pattern has the rule's labels, does what the rule does, and goes by one of its anchors. */
function names({ name, label, suggestion, anchor }, rule) {
  return rule.anchors.some(({ kind, value }, i) => {
    const planted = lists(rule.label)[i] ?? lists(rule.label)[0];
    const right = lists(rule.suggestion)[i] ?? lists(rule.suggestion)[0];
    if (label !== planted || (right !== "any" && suggestion !== right)) return false;
    const words = anchor.value.toLowerCase().split(" ");
    switch (kind) {
      // Any name of one label loses a word: a pattern that says so of some of them names it.
      case "label":
        return name.includes("leaves out");
      case "word":
        return WORDS.has(anchor.kind) && (words.includes(value) || words.join(" ") === value);
      case "shape":
        return anchor.kind === "shape" && anchor.value === SHAPES[value];
      case "first":
      case "last":
        return name.includes("leaves out") && anchor.kind === kind && anchor.value === value.toLowerCase();
      default:
        return anchor.kind === kind && anchor.value.toLowerCase() === value.toLowerCase();
    }
  });
}
