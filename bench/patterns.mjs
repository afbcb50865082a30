// node bench/patterns.mjs REPORT TRAIN CORRECTED [SCHEME [LABEL-COLUMN]]
// Compares two estimates of how many findings of each pattern are wrong with a corrected corpus: the pattern's own probability, and
// the mean score of its findings. REPORT is a report of seginf audit --format json on TRAIN. Needs a build.
import { readFileSync } from "node:fs";
import { readCorpus } from "../dist/corpus/index.js";
import { errorsBetween } from "../dist/evaluation/findings/errors.js";
import { Judge } from "../dist/evaluation/findings/verdict.js";

const [reportFile, trainFile, goldFile, scheme = "BIO", labelColumn] = process.argv.slice(2);
if (goldFile === undefined)
  throw new Error("usage: node bench/patterns.mjs REPORT TRAIN CORRECTED [SCHEME [LABEL-COLUMN]]");
const report = JSON.parse(readFileSync(reportFile, "utf8"));
const [train, gold] = [await readCorpus(trainFile, { labelColumn }), await readCorpus(goldFile, { labelColumn })];
const judge = new Judge(errorsBetween(train, gold, scheme));
const findings = new Map(report.findings.map((one) => [one.fingerprint, one]));

const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
const rows = report.patterns.map(({ name, probability, findings: members }) => {
  const own = members.flatMap((fingerprint) => findings.get(fingerprint) ?? []);
  const verdicts = own.map((one) => judge.judge(one, reportFile));
  return {
    ...{ name, findings: own.length, pattern: probability, scores: mean(own.map(({ score }) => score)) },
    wrong: mean(verdicts.map(({ families }) => Number(families !== 0))),
    corrects: mean(verdicts.map(({ corrects }) => Number(corrects))),
  };
});
for (const { name, findings: many, ...shares } of rows) {
  const figures = Object.entries(shares).map(([key, value]) => `${key} ${value.toFixed(2)}`);
  console.log([String(many).padStart(5), ...figures, name].join("  "));
}
for (const estimate of ["pattern", "scores"]) {
  const gaps = rows.map((row) => row[estimate] - row.wrong);
  const brier = mean(gaps.map((gap) => gap ** 2));
  console.log(`${estimate}: Brier score ${brier.toFixed(3)}, mean distance ${mean(gaps.map(Math.abs)).toFixed(3)}`);
}
