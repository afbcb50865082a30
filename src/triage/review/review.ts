import { isAboutTag } from "../../findings/rules.js";
import { counted } from "../../report/numbers.js";
import type { Style } from "../../report/style.js";
import { findingText } from "../../report/textFinding.js";
import { visible } from "../../report/visible.js";
import type { Keyboard } from "./keyboard.js";
import type { Decision, ReviewSession } from "./session.js";

/** Where a review talks. */
export interface Stage {
  readonly keyboard: Keyboard;
  show(text: string): void;
  /** Keeps the verdicts; what has been decided is on the disk before the next question is asked. */
  save(): Promise<void>;
  readonly width: number;
  readonly look: Style;
}

const HELP = `a  accept the suggestion        s  skip, to be asked again next time
k  keep the label as it stands   u  undo the last decision
o  another label                 q  quit; what is decided is kept
l  later: accepted for now       ?  these keys
`;

const KEEP: Decision = { kind: "verdict", verdict: "ok" };

const DECISIONS: Readonly<Record<string, Decision>> = {
  a: { kind: "verdict", verdict: "fixed" },
  k: KEEP,
  l: { kind: "verdict", verdict: "later" },
  s: { kind: "skip" },
};

/** What is said after a decision. */
const SAID: Readonly<Record<string, string>> = { a: "accepted", k: "kept", l: "later", s: "skipped" };

/**
 * Shows one finding after the other and asks for a decision on each, until all are through or someone quits.
 *
 * @returns whether all have been shown
 */
export async function review(session: ReviewSession, stage: Stage): Promise<boolean> {
  const { keyboard, look } = stage;
  const { judged, all } = session.progress;
  const before = judged > 0 ? `, ${judged} of them judged before` : "";
  stage.show(`${counted(all, "finding")}${before}\n\n${look.aside(HELP)}`);
  let shown = session.current;
  if (shown) stage.show(`\n${findingOf(session, stage)}`);
  for (;;) {
    if (session.current === undefined) return true;
    if (session.current !== shown) {
      shown = session.current;
      stage.show(`\n${findingOf(session, stage)}`);
    }
    stage.show(question(session, stage));
    const key = (await keyboard.key())?.toLowerCase() ?? "q";
    if (key === "q") {
      stage.show("quit\n");
      return false;
    }
    await answer(key, session, stage);
  }
}

async function answer(key: string, session: ReviewSession, stage: Stage): Promise<void> {
  const decision = DECISIONS[key];
  if (decision !== undefined) {
    session.decide(decision);
    stage.show(`${SAID[key]}\n`);
    if (decision.kind !== "skip") await stage.save();
  } else if (key === "u") {
    const isUndone = session.undo();
    stage.show(isUndone ? "undone\n" : "there is nothing to undo\n");
    if (isUndone) await stage.save();
  } else if (key === "o") {
    await otherLabel(session, stage);
  } else {
    stage.show(`\n${stage.look.aside(HELP)}`);
  }
}

async function otherLabel(session: ReviewSession, stage: Stage): Promise<void> {
  if (session.current && isAboutTag(session.current.kind)) {
    stage.show("such a tag has one right form: accept it or keep the tag\n");
    return;
  }
  stage.show(`other label (${session.labels.map(visible).join(", ")}): `);
  const label = (await stage.keyboard.line())?.trim() ?? "";
  if (label === "") {
    stage.show("called off\n");
    return;
  }
  const isAsItStands = label === session.current?.label;
  session.decide(isAsItStands ? KEEP : { kind: "other", label });
  stage.show(isAsItStands ? "kept\n" : `as ${visible(label)}\n`);
  await stage.save();
}

function findingOf(session: ReviewSession, { width, look }: Stage): string {
  const finding = session.current;
  return finding === undefined ? "" : findingText(finding, width, look);
}

function question({ progress: { judged, all } }: ReviewSession, { look }: Stage): string {
  return `${look.heading("accept, keep, other, later, skip, undo, quit")} ${look.aside(`(${judged}/${all})`)} › `;
}
