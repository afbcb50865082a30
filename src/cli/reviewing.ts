import type { AuditReport, Finding } from "../findings/report.js";
import { sentenceKey } from "../findings/sentence.js";
import { readVerdicts, type VerdictEntry, verdictText } from "../findings/verdicts/index.js";
import { style } from "../report/style.js";
import { writeAtomically } from "../storage/index.js";
import { isThere } from "../storage/isThere.js";
import { withLock } from "../storage/lock.js";
import { openKeyboard } from "../triage/review/keyboard.js";
import { LabelChoice } from "../triage/review/labels.js";
import { type Ending, review } from "../triage/review/review.js";
import { ReviewSession } from "../triage/review/session.js";
import { corpusPathFrom } from "../triage/verdicts/corpusPath.js";
import type { Context } from "./context.js";
import { takesColor } from "./output.js";
import { withKeyboard } from "./terminal.js";

/** What a review came to. */
export interface Reviewed {
  readonly ending: Ending;
  /** The verdicts on these findings, given now or before. */
  readonly verdicts: readonly VerdictEntry[];
}

/**
 * Has findings judged at the terminal, or by the lines of standard input; the verdicts are kept in a file, from which a
 * review goes on.
 *
 * @param path of the verdict file
 * @throws SeginfError where that file is none or cannot be written
 */
export async function reviewFindings(
  context: Context,
  report: AuditReport,
  findings: readonly Finding[],
  path: string,
): Promise<Reviewed> {
  const { host } = context;
  const session = new ReviewSession(findings, await savedVerdicts(path), ({ file }) => corpusPathFrom(path, file));
  const sentences = new Map(report.sentences.map((sentence) => [sentenceKey(sentence), sentence]));
  const keyboard = openKeyboard(host.stdin, host.stderr, () => host.kill(host.pid, "SIGTSTP"));
  const save = () =>
    withLock(path, async () => {
      // Another review may have written to it.
      session.merge(await savedVerdicts(path));
      await writeAtomically(path, [verdictText(session.verdicts)]);
    });
  const ending = await withKeyboard(host, keyboard, () =>
    review(session, {
      keyboard,
      labels: new LabelChoice(report),
      sentenceOf: (finding) => sentences.get(sentenceKey(finding)),
      show: (text) => host.stderr.write(text),
      save: () => context.writing(save),
      width: host.stderr.isTTY && host.stderr.columns ? host.stderr.columns : 80,
      look: style(takesColor(host.stderr, host.env)),
    }),
  );
  const { judged, all } = session.progress;
  context.output().note(`${judged} of ${all} findings judged${judged > 0 ? `; the verdicts are in ${path}` : ""}`);
  return { ending, verdicts: session.verdictsHere };
}

/** The verdicts in the file; none where there is no such file yet. */
async function savedVerdicts(path: string): Promise<readonly VerdictEntry[]> {
  return (await isThere(path)) ? (await readVerdicts(path)).entries : [];
}
