import type { Verdict } from "../../../findings/verdicts/schema.js";
import { verdictText } from "../../../findings/verdicts/write.js";
import { counted } from "../../numbers.js";
import type { PageData } from "../data.js";
import { button, h } from "./dom.js";
import type { Marks } from "./marks.js";
import { closing, openDialog } from "./modal.js";

const EXPORTS: readonly {
  readonly name: string;
  readonly file: string;
  readonly verdicts: readonly Verdict[];
  readonly says: string;
}[] = [
  {
    name: "Corrections",
    file: "corrections.json",
    verdicts: ["fixed"],
    says: "seginf fix CORPUS corrections.json --in-place",
  },
  {
    name: "Baseline",
    file: "seginf-baseline.json",
    verdicts: ["ok", "later"],
    says: "what was kept, or put off, counts no more",
  },
  { name: "All verdicts", file: "verdicts.json", verdicts: ["fixed", "ok", "later"], says: "both in one file" },
];

/** Offers the verdicts as files: what to correct, what to accept, or everything. */
export function offerExports(data: PageData, marks: Marks): void {
  const rows = EXPORTS.map(({ name, file, verdicts, says }) => {
    const entries = marks.entries(data.findings, verdicts);
    const save = button(`Save ${file}`, { class: "act", "data-file": file }, () =>
      download(file, verdictText(entries)),
    );
    save.disabled = entries.length === 0;
    return h(
      "li",
      {},
      h(
        "div",
        {},
        h("b", {}, name),
        ` ${counted(entries.length, "entry").replace("entrys", "entries")}`,
        h("span", { class: "says" }, says),
      ),
      save,
    );
  });
  openDialog("Export verdicts", h("ul", { class: "exports" }, ...rows), closing());
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  h("a", { href: url, download: name }).click();
  // The browser has taken the blob by the time this runs.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const KEYS: readonly (readonly [key: string, says: string])[] = [
  ["n  ↓", "next finding"],
  ["p  ↑", "finding before"],
  ["a", "accept the suggestion"],
  ["k", "keep the label as it stands"],
  ["o", "another label, other bounds"],
  ["l", "later"],
  ["m", "note on a verdict"],
  ["w", "whole sentence"],
  ["u", "undo"],
  ["/", "search"],
  ["?", "these keys"],
];

export function showKeys(): void {
  const rows = KEYS.flatMap(([key, says]) => [
    h("dt", {}, ...key.split("  ").map((one) => h("kbd", {}, one))),
    h("dd", {}, says),
  ]);
  openDialog("Keys", h("dl", { class: "keys" }, ...rows), closing());
}
