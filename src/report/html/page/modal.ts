import { type Child, h } from "./dom.js";

/** Opens a modal dialog with a heading; it leaves the page when it is closed. */
export function openDialog(name: string, ...children: readonly Child[]): HTMLDialogElement {
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

/** A form that closes its dialog. */
export function closing(): HTMLFormElement {
  return h("form", { method: "dialog" }, h("button", { class: "quiet" }, "Close"));
}

/** Shows a message that has to be seen. */
export function tellOf(name: string, says: string): void {
  openDialog(name, h("p", {}, says), closing());
}

/** Asks before something is done. */
export function confirm(name: string, says: string, action: string, then: () => void): void {
  const go = h("button", { class: "act" }, action);
  const dialog = openDialog(
    name,
    h("p", {}, says),
    h("form", { method: "dialog" }, h("div", { class: "row" }, h("button", { class: "quiet" }, "Cancel"), go)),
  );
  go.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
    then();
  });
}

/** Asks for one line of text; empty is an answer too. */
export function askText(name: string, label: string, text: string, then: (text: string) => void): void {
  const input = h("textarea", { rows: 3, "aria-label": label });
  input.value = text;
  const save = h("button", { class: "act" }, "Save");
  const form = h(
    "form",
    { method: "dialog" },
    input,
    h("div", { class: "row" }, h("button", { class: "quiet", formnovalidate: true, value: "cancel" }, "Cancel"), save),
  );
  const dialog = openDialog(name, form);
  save.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
    then(input.value.trim().replace(/\s*\n\s*/g, " "));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    save.click();
  });
  input.focus();
}
