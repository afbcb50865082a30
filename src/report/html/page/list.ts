import type { PageData, PageFinding } from "../data.js";
import { h } from "./dom.js";
import { type Dialogs, type FindingView, findingView } from "./finding.js";
import { type Marks, markKey } from "./marks.js";

/** Findings laid out at once: few, so that scrolling never waits for them. More come before one has scrolled to the end. */
const PAGE = 30;

/** The list of findings: shows those that it is given, a page at a time, and knows which one has the attention. */
export class FindingList {
  readonly element = h("ol", { class: "list" });
  private readonly views = new Map<PageFinding, FindingView>();
  private readonly end = h("div", { class: "end" });
  private shown: readonly PageFinding[] = [];
  private laidOut = 0;

  constructor(
    private readonly data: PageData,
    private readonly marks: Marks,
    private readonly dialogs: Dialogs,
  ) {
    new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.more();
      },
      { rootMargin: "2000px" },
    ).observe(this.end);
    marks.onChange((keys) => this.refresh(new Set(keys)));
  }

  get sentinel(): HTMLElement {
    return this.end;
  }

  show(findings: readonly PageFinding[]): void {
    this.shown = findings;
    this.laidOut = 0;
    this.element.replaceChildren();
    this.more();
  }

  /** The finding that holds the focus; undefined where none does. */
  current(): PageFinding | undefined {
    const item = document.activeElement?.closest("li.finding");
    return item ? this.shown.find((finding) => this.views.get(finding)?.element === item) : undefined;
  }

  /** Moves the focus to the next finding, or the one before; to the first where none has it. */
  move(step: 1 | -1): void {
    const now = this.current();
    const at = now === undefined ? 0 : this.shown.indexOf(now) + step;
    this.focus(this.shown[at]);
  }

  /** Shows the whole sentence of the finding that holds the focus, or hides it. */
  toggleSentence(): void {
    const now = this.current();
    if (now !== undefined) this.viewOf(now).toggleSentence();
  }

  focus(finding: PageFinding | undefined): void {
    if (finding === undefined) return;
    while (this.laidOut <= this.shown.indexOf(finding)) this.more();
    const { element } = this.viewOf(finding);
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }

  private more(): void {
    const next = this.shown.slice(this.laidOut, this.laidOut + PAGE);
    this.laidOut += next.length;
    this.element.append(...next.map((finding) => this.viewOf(finding).element));
  }

  private viewOf(finding: PageFinding): FindingView {
    let view = this.views.get(finding);
    if (view === undefined) {
      view = findingView(finding, this.data, this.marks, this.dialogs);
      view.show(this.marks.of(finding));
      this.views.set(finding, view);
    }
    return view;
  }

  private refresh(keys: ReadonlySet<string>): void {
    for (const [finding, view] of this.views) if (keys.has(markKey(finding))) view.show(this.marks.of(finding));
  }
}
