/** What a key does, by `KeyboardEvent.key`. */
export type KeyActions = Readonly<Record<string, () => void>>;

/** Listens to single keys, unless someone is typing, choosing, or in a dialog, or holds a modifier. */
export function listen(actions: KeyActions): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.closest("input, select, textarea, dialog")) {
      // Out of the search field, back to the findings.
      if (event.key === "Escape" && target.matches("input, select")) target.blur();
      return;
    }
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
}
