import { checkVerdicts } from "../../../findings/verdicts/check.js";
import { counted } from "../../numbers.js";
import { visible } from "../../visible.js";
import type { PageData } from "../data.js";
import { h } from "./dom.js";
import type { Marks } from "./marks.js";
import { tellOf } from "./modal.js";

/** Asks for a verdict file (of this page, of a review, or a baseline) and marks the findings that it is about. */
export function loadVerdicts(data: PageData, marks: Marks): void {
  const input = h("input", { type: "file", accept: ".json,application/json" });
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) void file.text().then((text) => take(file.name, text, data, marks));
  });
  input.click();
}

function take(name: string, text: string, data: PageData, marks: Marks): void {
  const heading = "Verdicts";
  try {
    const { entries } = checkVerdicts({ path: name, value: JSON.parse(text) });
    const loaded = marks.load(entries, data.findings);
    const others = entries.length - loaded;
    const left =
      others === 0 ? "" : ` ${counted(others, "other")} about findings that are not here: exports leave them out.`;
    tellOf(heading, `${counted(loaded, "verdict")} of ${visible(name)} loaded; Undo takes them back.${left}`);
  } catch (error) {
    const what = error instanceof SyntaxError ? `${name}: this is no JSON` : (error as Error).message;
    tellOf(heading, visible(what));
  }
}
