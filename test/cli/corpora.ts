import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

/** The files of the i-th of a row of corpora: every third is labelled rightly, each has other sentences. */
function corpus(i: number): { readonly train: string; readonly reference: string } {
  const word = `Anna\tB-PER\ncounted\tO\n${i}\tO\n\n`;
  const clean = train.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`);
  return { train: word + (i % 3 === 0 ? clean : train), reference };
}

/** Writes corpora c00, c01, … each with train.conll and dev.conll, and a plan of all of them. */
export function writeCorpora(desk: Desk, count: number): readonly string[] {
  const names = Array.from({ length: count }, (_, i) => `c${String(i).padStart(2, "0")}`);
  for (const [i, name] of names.entries()) {
    mkdirSync(join(desk.directory, "corpora", name), { recursive: true });
    const files = corpus(i);
    desk.write(`corpora/${name}/train.conll`, files.train);
    desk.write(`corpora/${name}/dev.conll`, files.reference);
  }
  const audits = names.map((name) => ({
    name,
    train: `corpora/${name}/train.conll`,
    reference: `corpora/${name}/dev.conll`,
  }));
  desk.write("plan.json", JSON.stringify({ schemaVersion: 1, options: { targets: "all" }, audits }, null, 2));
  return names;
}
