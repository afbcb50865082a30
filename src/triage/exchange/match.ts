import { SeginfError } from "../../errors.js";
import type { VerdictEntry } from "../../findings/verdicts/index.js";
import { judge, type Setting } from "./judge.js";
import type { Answer, Task } from "./types.js";

/** What a file of answers comes to. */
export interface Imported {
  readonly entries: readonly VerdictEntry[];
  /** Sentences with findings that no answer is about. */
  readonly unanswered: number;
  readonly changedElsewhere: number;
}

/**
 * The verdicts of answers about tasks.
 *
 * @throws SeginfError where an answer is about no task, or two are about one
 */
export function matchAnswers(tasks: readonly Task[], answers: readonly Answer[], setting: Setting): Imported {
  const open = new Set(tasks);
  // Equal sentences share their fingerprints, and so their verdicts.
  const entries = new Map<string, VerdictEntry>();
  let changedElsewhere = 0;
  for (const answer of answers) {
    const alike = tasks.filter(({ text }) => text === answer.text);
    const task =
      alike.find(({ sentence }) => sentence === answer.sentence) ?? alike.find((one) => open.has(one)) ?? alike[0];
    if (!task) {
      const what = `${answer.place}: no finding is about ${JSON.stringify(shortened(answer.text))}`;
      throw new SeginfError(what, { file: setting.source }, "give the report that was exported");
    }
    if (!open.delete(task)) {
      const what = `${answer.place}: a second answer about ${JSON.stringify(shortened(answer.text))}`;
      throw new SeginfError(what, { file: setting.source }, "export the answers of one person");
    }
    const judged = judge(task, answer, setting);
    changedElsewhere += judged.changedElsewhere;
    for (const entry of judged.entries) {
      const key = `${entry.fingerprint} ${entry.file}`;
      const other = entries.get(key);
      if (!other || weight(entry) > weight(other)) entries.set(key, entry);
      else if (other.verdict === "later" && entry.verdict === "later") {
        entries.set(key, { ...other, count: other.count + entry.count });
      }
    }
  }
  return { entries: [...entries.values()], unanswered: open.size, changedElsewhere };
}

/** Of verdicts on equal sentences, a decision goes before none, and a correction before both. */
const weight = ({ verdict }: VerdictEntry): number => ["later", "ok", "fixed"].indexOf(verdict);

const LONGEST = 60;
const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
