import { escaped } from "../escape.js";

/** A plot or a table under its name; the key distinguishes lines by their classes. */
export function chart(
  name: string,
  body: string,
  key: readonly (readonly [className: string, says: string])[] = [],
): string {
  const entries = key.map(
    ([className, says]) =>
      `<span><svg class="plot key" viewBox="0 0 18 6" aria-hidden="true"><path class="${className}" d="M0 3H18"/></svg>${escaped(says)}</span>`,
  );
  const legend = entries.length === 0 ? "" : `<p class="legend">${entries.join("\n")}</p>`;
  return `<figure class="chart"><figcaption>${escaped(name)}</figcaption>${body}${legend}</figure>`;
}

/** Charts side by side, as many as there is room for. */
export function section(charts: readonly string[]): string {
  return `<div class="charts">\n${charts.join("\n")}\n</div>`;
}
