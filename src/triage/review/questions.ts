import { overlap } from "../../corpus/overlap.js";
import { running } from "../../corpus/running.js";
import type { Finding } from "../../findings/report.js";
import { correctionOf } from "../../findings/verdicts/index.js";
import { visible } from "../../report/visible.js";
import { spanOf, type Words, wordsAround } from "./bounds.js";
import { NO_SEGMENT } from "./labels.js";
import type { Decision } from "./session.js";
import type { Stage } from "./stage.js";

const KEEP: Decision = { kind: "verdict", verdict: "ok" };

/** A decision, and what is said of it. */
export interface Answer {
  readonly decision: Decision;
  readonly says: string;
}

/** Asks which label should stand there; null where the question is cancelled. */
export async function askLabel(finding: Finding, stage: Stage): Promise<Answer | null> {
  const label = await labelFor(finding, stage, null);
  if (label === null) return null;
  if (label === finding.label) return { decision: KEEP, says: "kept" };
  return { decision: { kind: "other", label }, says: `as ${visible(label)}` };
}

/** Asks for the first and the last word of the segment, then for its label; null where a question is cancelled. */
export async function askBounds(finding: Finding, stage: Stage): Promise<Answer | null> {
  if (stage.labels.everyTokenIsSegment) {
    stage.show("every token has a label of its own here, so bounds stay as they are\n");
    return null;
  }
  const words = wordsAround(finding, stage.sentenceOf(finding));
  stage.show(`\n${numbered(words, finding, stage)}\n`);
  stage.show("first and last word (as 3-5), nothing to cancel: ");
  const answer = (await stage.keyboard.line())?.trim() ?? "";
  if (answer === "") return null;
  const span = spanOf(answer, words);
  if (span === null) {
    stage.show("these are not two numbers of words\n");
    return null;
  }
  const preset = [finding.suggestion, finding.label].find((label) => label !== NO_SEGMENT) ?? null;
  const label = await labelFor(finding, stage, preset);
  if (label === null) return null;
  const isAsItIs = label === finding.label && span.start === finding.start && span.end === finding.end;
  if (isAsItIs) return { decision: KEEP, says: "kept" };
  const { replacement } = correctionOf(finding, label, span);
  const gone = words.segments.filter(
    (one) => overlap(one, replacement) && !(one.start === finding.start && one.end === finding.end),
  );
  const text = (start: number, end: number) =>
    `[ ${running(words.tokens.slice(start - words.first, end - words.first).map(visible))} ]`;
  const also = gone.map((one) => `; ${text(one.start, one.end)} ${visible(one.label)} goes`).join("");
  const says = label === NO_SEGMENT ? `no segment${also}` : `${text(span.start, span.end)} ${visible(label)}${also}`;
  return { decision: { kind: "other", label, span }, says };
}

/** @param preset the label that an empty answer stands for; null where it cancels */
async function labelFor(finding: Finding, stage: Stage, preset: string | null): Promise<string | null> {
  const { keyboard, labels, show } = stage;
  const choices = labels.of(finding).map((label, i) => `${i} ${label === NO_SEGMENT ? "no segment" : visible(label)}`);
  const nothing = preset === null ? "" : ` (nothing for ${visible(preset)})`;
  show(`${choices.join("  ")}\nlabel, by number or name${nothing}: `);
  const answer = (await keyboard.line())?.trim();
  if (answer === undefined) return null;
  if (answer === "") return preset;
  const known = labels.find(finding, answer);
  if (known !== null) return known;
  if (/^\d+$/.test(answer)) {
    show(`there is no label ${answer}\n`);
    return null;
  }
  show(`the corpus has no label ${visible(answer)}; type it again to make it a new one, anything else to cancel: `);
  if ((await keyboard.line())?.trim() !== answer) return null;
  labels.add(answer);
  return answer;
}

/** "1 The  2 Bank  3 of  4 England": the words with their numbers, those of the finding marked. */
function numbered({ first, tokens }: Words, { start, end }: Finding, { look }: Stage): string {
  return tokens
    .map((token, i) => {
      const at = first + i;
      const word = visible(token);
      return `${look.aside(String(at + 1))} ${at >= start && at < end ? look.segment(word) : word}`;
    })
    .join("  ");
}
