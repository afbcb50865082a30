import type { Verdict } from "../../../findings/verdicts/schema.js";
import { verdictText } from "../../../findings/verdicts/write.js";
import { counted } from "../../numbers.js";
import { running } from "../../running.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { button, type Child, h } from "./dom.js";
import type { Marks } from "./marks.js";

/** Shows a message that has to be seen. */
export function tellOf(name: string, says: string): void {
  open(name, h("p", {}, says), closing());
}

/** Opens a modal dialog with a heading; it leaves the page when it is closed. */
function open(name: string, ...children: readonly Child[]): HTMLDialogElement {
  const dialog = h("dialog", { "aria-labelledby": "dialog-name" }, h("h2", { id: "dialog-name" }, name), ...children);
  dialog.addEventListener("close", () => dialog.remove());
  // A click outside the dialog is one on its backdrop, which is the dialog itself.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks which label should stand on the finding's span. */
export function askLabel(finding: PageFinding, { labels }: PageData, answer: (label: string) => void): void {
  const input = h("input", {
    name: "label",
    list: "known-labels",
    required: true,
    "aria-label": "Label",
    autocomplete: "off",
  });
  const form = h(
    "form",
    { method: "dialog" },
    h("p", {}, "Which label should stand there? O for none."),
    input,
    h("datalist", { id: "known-labels" }, ...labels.map((label) => h("option", { value: label }))),
  );
  const choices = labels
    .filter((label) => label !== finding.label)
    .map((label) => button(visible(label), { class: "act" }, () => finish(label)));
  form.append(
    h("div", { class: "buttons wrap" }, ...choices),
    h("div", { class: "buttons" }, h("button", { class: "act" }, "Set")),
  );
  const dialog = open(running(finding.tokens.map(visible)), form);
  const finish = (label: string): void => {
    dialog.close();
    if (label !== "") answer(label);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finish(input.value.trim());
  });
  input.focus();
}

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
  open("Export verdicts", h("ul", { class: "exports" }, ...rows), closing());
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
  ["o", "another label"],
  ["l", "later"],
  ["u", "undo"],
  ["/", "search"],
  ["?", "these keys"],
];

export function showKeys(): void {
  const rows = KEYS.flatMap(([key, says]) => [
    h("dt", {}, ...key.split("  ").map((one) => h("kbd", {}, one))),
    h("dd", {}, says),
  ]);
  open("Keys", h("dl", { class: "keys" }, ...rows), closing());
}

function closing(): HTMLFormElement {
  return h("form", { method: "dialog" }, h("button", { class: "quiet" }, "Close"));
}
