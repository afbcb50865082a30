/** What may stand in an element; text is text, never markup. */
export type Child = Node | string | null;

type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** An element with attributes (false and null leave one out, true sets it empty) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A button that does something. */
export function button(text: string, attributes: Attributes, action: () => void): HTMLButtonElement {
  const element = h("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", action);
  return element;
}

/** The element of this id, which the page always has. */
export function byId(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}
