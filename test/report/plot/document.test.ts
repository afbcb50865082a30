import { svgDocument } from "../../../src/report/plot/document.js";
import { bars, crosses, curve, line, rings, upright } from "../../../src/report/plot/layers.js";
import { inlinePlot } from "../../../src/report/plot/plot.js";

const HOSTILE = `</svg><script>"&'\u001b`;
const axis = (name: string) => ({ name, domain: [0, 10] as const, format: (value: number) => `${HOSTILE}${value}` });
const plot = {
  x: axis(HOSTILE),
  y: axis(HOSTILE),
  layers: [
    upright(5, HOSTILE),
    bars([{ from: 0, to: 10, height: 2, says: HOSTILE }], () => "bar"),
    line([
      [0, 0],
      [10, 10],
    ]),
    curve([]),
  ],
};

test("no text leaves its element or attribute", () => {
  const size = { width: 100, height: 100 };
  const key = [{ mark: "line" as const, className: "line", says: HOSTILE }];
  const file = svgDocument({ title: HOSTILE, size, panels: [{ ...plot, title: HOSTILE }], key });
  for (const svg of [file, inlinePlot(HOSTILE, plot)]) {
    expect(svg.match(/<\/svg>/g)).toHaveLength(1);
    expect(svg).not.toMatch(/<script|\p{Cc}(?<!\n)|undefined|NaN/u);
    expect(svg).toContain("&lt;/svg&gt;&lt;script&gt;&quot;&amp;'\\x1b");
  }
});

test("marks stand at their values, y upwards", () => {
  const at = { domain: [0, 10] as const, ticks: [0, 10] };
  const layers = [crosses([[0, 10]], "first"), rings([[10, 5]], "second"), line([[5, 0]], "third")];
  const panel = { title: "T", x: { name: "x", ...at }, y: { name: "y", ...at }, layers };
  const svg = svgDocument({ title: "", size: { width: 100, height: 200 }, panels: [panel, panel], key: [] });
  const [left, top] = [66, 40];
  for (const offset of [left, left + 100 + 18 + left]) {
    expect(svg).toContain(`<path class="first" d="M${offset} ${top}m`);
    expect(svg).toContain(`<circle class="second" cx="${offset + 100}" cy="${top + 100}"`);
    expect(svg).toContain(`<path class="third" d="M${offset + 50} ${top + 200}"`);
  }
});
