import type { Finding } from "../../findings/report.js";
import { isAboutTag } from "../../findings/rules.js";
import { counted } from "../../report/numbers.js";
import { findingText } from "../../report/textFinding.js";
import { askBounds, askLabel } from "./questions.js";
import type { Decision, ReviewSession } from "./session.js";
import { REDRAW, type Stage } from "./stage.js";

/** How a review ended: all have been shown; somebody quit; the input ended, or was interrupted. */
export type Ending = "done" | "quit" | "interrupted";

const HELP = `a  accept the suggestion        s  skip, to be asked again next time
k  keep the label as it stands   u  undo the last decision
o  another label                 q  quit; what is decided is kept
b  other bounds                  ?  these keys
l  later: accepted for now
`;

const DECISIONS: Readonly<Record<string, Decision>> = {
  a: { kind: "verdict", verdict: "fixed" },
  k: { kind: "verdict", verdict: "ok" },
  l: { kind: "verdict", verdict: "later" },
  s: { kind: "skip" },
};

/** What is said after a decision. */
const SAID: Readonly<Record<string, string>> = { a: "accepted", k: "kept", l: "later", s: "skipped" };

/** Shows one finding after the other and asks for a decision on each, until all are through or someone quits. */
export async function review(session: ReviewSession, stage: Stage): Promise<Ending> {
  const { keyboard, look } = stage;
  const { judged, all } = session.progress;
  const before = judged > 0 ? `, ${judged} of them judged before` : "";
  stage.show(`${counted(all, "finding")}${before}\n\n${look.aside(HELP)}`);
  let shown: Finding | undefined;
  for (;;) {
    if (session.current === undefined) return "done";
    if (session.current !== shown) {
      shown = session.current;
      stage.show(`\n${findingOf(session, stage)}`);
    }
    stage.show(question(session, stage));
    const key = await keyboard.key();
    if (key === null || key === "q") {
      stage.show("quit\n");
      return key === null ? "interrupted" : "quit";
    }
    if (key === REDRAW) shown = undefined;
    else await answer(key, session, stage);
  }
}

async function answer(key: string, session: ReviewSession, stage: Stage): Promise<void> {
  const decision = DECISIONS[key];
  if (decision !== undefined) {
    await decide(session, stage, decision, SAID[key] ?? "");
  } else if (key === "u") {
    const isUndone = session.undo();
    stage.show(isUndone ? "undone\n" : "there is nothing to undo\n");
    if (isUndone) await stage.save();
  } else if (key === "o" || key === "b") {
    await correct(key, session, stage);
  } else {
    stage.show(`\n${stage.look.aside(HELP)}`);
  }
}

/** Another label, or other bounds. */
async function correct(key: "o" | "b", session: ReviewSession, stage: Stage): Promise<void> {
  const finding = session.current;
  if (finding === undefined) return;
  if (isAboutTag(finding.kind)) {
    stage.show("such a tag has one right form: accept it or keep the tag\n");
    return;
  }
  const given = await (key === "o" ? askLabel : askBounds)(finding, stage);
  if (given === null) stage.show("cancelled\n");
  else await decide(session, stage, given.decision, given.says);
}

async function decide(session: ReviewSession, stage: Stage, decision: Decision, says: string): Promise<void> {
  session.decide(decision);
  stage.show(`${says}\n`);
  if (decision.kind !== "skip") await stage.save();
}

function findingOf(session: ReviewSession, { width, look, sentenceOf }: Stage): string {
  const finding = session.current;
  if (finding === undefined) return "";
  return findingText(finding, width, look, { length: sentenceOf(finding)?.tokens.length });
}

function question({ progress: { judged, all } }: ReviewSession, { look }: Stage): string {
  const keys = "accept, keep, other, bounds, later, skip, undo, quit";
  return `${look.heading(keys)} ${look.aside(`(${judged}/${all})`)} › `;
}
