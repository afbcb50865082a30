import { defineCommand, requireFile } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { timedEnvironment } from "../cli/environment.js";
import { SeginfError } from "../errors.js";
import type { Finding } from "../findings/report.js";
import type { VerdictEntry } from "../findings/verdicts/index.js";
import type { FlagsOf } from "../options/table.js";
import type { Audited } from "../pipeline/audit.js";
import { counted } from "../report/numbers.js";

const FILES = [
  ["[train]", "the corpus to audit", "train"],
  ["[reference]", "a corpus of the same kind with more reliable labels", "reference"],
] as const;

type Files = readonly [train: string | undefined, reference: string | undefined];

export const baselineWrite = defineCommand({
  name: "baseline write",
  summary: "accept all current findings",
  description: "audit, and write all findings to a baseline, so that only new ones count from then on",
  arguments: FILES,
  examples: ["seginf baseline write train.conll dev.conll", "seginf baseline write --from review.json"],
  async run(context, files, flags) {
    const { isThere } = await import("../storage/isThere.js");
    if (!flags.force && (await isThere(flags.baseline))) {
      const hint = "seginf baseline update keeps its verdicts; --force replaces it";
      throw new SeginfError("the file exists already", { file: flags.baseline }, hint);
    }
    await renew(context, files, flags, [], false);
  },
});

export const baselineUpdate = defineCommand({
  name: "baseline update",
  summary: "add new findings, remove those that are gone",
  description: "audit, add new findings to the baseline, and remove entries that no longer occur",
  arguments: FILES,
  examples: [
    "seginf baseline update",
    'seginf baseline update --verdict ok --note "guideline 3.2"',
    "seginf baseline update --prune",
    "seginf baseline update --from verdicts.json",
  ],
  async run(context, files, flags) {
    const { readVerdicts } = await import("../findings/verdicts/index.js");
    const { entries } = await readVerdicts(flags.baseline, "seginf baseline write makes one");
    await renew(context, files, flags, entries, flags.prune ?? false);
  },
});

export const baselineCheck = defineCommand({
  name: "baseline check",
  summary: "check whether the baseline is up to date",
  description: "audit, and print one line for each difference between the findings and the baseline",
  arguments: FILES,
  exitCodes: { 0: "no new finding, and no entry that no longer occurs", 1: "some of either", 2: "failure" },
  examples: ["seginf baseline check"],
  async run(context, [train, reference], flags) {
    const { message } = await import("../report/message.js");
    const { readVerdicts } = await import("../findings/verdicts/index.js");
    const { staleEntries } = await import("../cli/inputs/baseline.js");
    const { entries } = await readVerdicts(flags.baseline, "seginf baseline write makes one");
    const audited = await runAudit(context, [train, reference], flags, entries);
    const { findings, setAside } = audited.report;
    const stale = staleEntries(flags.baseline, entries, audited);
    const { visible } = await import("../report/visible.js");
    const lines = [
      ...findings.map((finding) => {
        const word = audited.baseline.on(finding)?.verdict === "fixed" ? "unfixed" : "new";
        return `${word}\t${visible(finding.file)}:${finding.line}\t${finding.rule}\t${message(finding)}\n`;
      }),
      ...stale.map(
        ({ file, rule, text, label }) => `gone\t${visible(file)}\t${rule}\t${visible(text)}  ${visible(label)}\n`,
      ),
    ];
    await context.output().write(lines);
    context
      .output()
      .note(`${counted(findings.length, "new finding")}, ${stale.length} gone, ${setAside.baseline} accepted`);
    return lines.length > 0 ? 1 : 0;
  },
});

type RenewFlags = FlagsOf<"baseline write"> | FlagsOf<"baseline update">;

/** Audits, and writes the baseline: what was there and still occurs, what others have decided, and what is new. */
async function renew(
  context: Context,
  files: Files,
  flags: RenewFlags,
  old: readonly VerdictEntry[],
  onlyPrune: boolean,
): Promise<void> {
  const { entryOf, readVerdicts, verdictText } = await import("../findings/verdicts/index.js");
  const { merged } = await import("../triage/verdicts/merge.js");
  const { staleEntries } = await import("../cli/inputs/baseline.js");
  const { corpusPathFrom } = await import("../triage/verdicts/corpusPath.js");
  const { writeAtomically } = await import("../storage/index.js");
  let taken: VerdictEntry[] = [];
  for (const file of flags.from ?? []) taken = taken.concat((await readVerdicts(file)).entries);
  const known = merged(old, taken);
  const audited = await runAudit(context, files, flags, known);
  const stale = new Set(staleEntries(flags.baseline, known, audited));
  const judgement = { note: flags.note ?? "" };
  const fresh = onlyPrune
    ? []
    : grouped(audited.report.findings.filter((finding) => audited.baseline.on(finding) === undefined)).map(
        ([finding, count]) =>
          entryOf(finding, flags.verdict, { ...judgement, count, file: corpusPathFrom(flags.baseline, finding.file) }),
      );
  const kept = known.filter((entry) => !stale.has(entry));
  await context.writing(() => writeAtomically(flags.baseline, [verdictText([...kept, ...fresh])]));
  const { note } = context.output();
  const gone = stale.size > 0 ? `, ${stale.size} gone` : "";
  note(
    `${flags.baseline}: ${counted(kept.length, "verdict")} kept${gone}, ${fresh.length} added as "${flags.verdict}"`,
  );
}

/** Findings by fingerprint, the first of each with how many there are. */
function grouped(findings: readonly Finding[]): [Finding, number][] {
  const groups = new Map<string, [Finding, number]>();
  for (const finding of findings) {
    const group = groups.get(finding.fingerprint);
    if (group) group[1]++;
    else groups.set(finding.fingerprint, [finding, 1]);
  }
  return [...groups.values()];
}

/** An audit that lists its findings and nothing else. */
async function runAudit(
  context: Context,
  [train, reference]: Files,
  flags: FlagsOf<"baseline check">,
  verdicts: readonly VerdictEntry[],
): Promise<Audited> {
  const { audit } = await import("../pipeline/audit.js");
  context.output(flags.quiet);
  const files = { train: requireFile(train, "train"), reference: reference ?? null };
  const request = { ...flags, limit: 1, opposed: 0, patterns: 0, everyFinding: true, verdicts };
  const environment = timedEnvironment(context, context.cache(flags.cache, flags.cacheSize));
  const audited = await audit(files, request, environment);
  environment.noteTimes();
  const findings = audited.report.findings.filter(({ score }) => score >= flags.threshold);
  return { ...audited, report: { ...audited.report, findings } };
}
