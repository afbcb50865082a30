// What a command prints in a terminal, as an SVG in which it is typed and answers.

const COLUMN = 8.4;
const LINE = 19;
const MARGIN = 18;
const COLORS = {
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  34: "#79c0ff",
  35: "#d2a8ff",
  36: "#76e3ea",
  90: "#8b949e",
};
const PLAIN = "#e6edf3";
/** Seconds: for one typed character, before the answer, and between its lines. */
const TIMES = { typed: 0.03, thought: 0.5, line: 0.06 };

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** What begins an escape sequence for colour and weight, the only ones that reports hold (ECMA-48, SGR). */
const BEGIN = "\u001b[";

/** The spans of a line, each with its looks. */
function spansOf(line) {
  let style = { color: PLAIN, bold: false, dim: false };
  const spans = [];
  for (const part of `0m${line}`.split(BEGIN)) {
    const end = part.indexOf("m");
    for (const code of part.slice(0, end).split(";").map(Number)) style = styled(style, code);
    const text = part.slice(end + 1);
    if (text !== "") spans.push({ ...style, text });
  }
  return spans;
}

function styled(style, code) {
  if (code === 0) return { color: PLAIN, bold: false, dim: false };
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: PLAIN };
  const color = COLORS[code > 90 ? code - 60 : code];
  return color ? { ...style, color } : style;
}

function textOf(line, row, delay) {
  const spans = spansOf(line).map(({ color, bold, dim, text }) => {
    const looks = `fill="${color}"${bold ? ' font-weight="bold"' : ""}${dim ? ' opacity=".65"' : ""}`;
    return `<tspan ${looks}>${escaped(text)}</tspan>`;
  });
  const y = MARGIN + LINE * (row + 0.75);
  return `<text class="l" style="animation-delay:${delay.toFixed(2)}s" x="${MARGIN}" y="${y}">${spans.join("")}</text>`;
}

/**
 * @param command as it is typed
 * @param lines what it prints, with escape sequences
 * @param columns the width of the terminal
 */
export function terminalSvg(command, lines, columns) {
  const width = 2 * MARGIN + columns * COLUMN;
  const height = 2 * MARGIN + LINE * (lines.length + 1);
  const typed = [...command].length * TIMES.typed;
  const answer = lines.map((line, i) => textOf(line, i + 1, typed + TIMES.thought + i * TIMES.line));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(command)}</title>
<style>
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}
.l{animation:show .01s both}
.c{animation:type ${typed.toFixed(2)}s steps(${[...command].length + 2}) both}
@keyframes show{from{opacity:0}}
@keyframes type{from{clip-path:inset(0 100% 0 0)}to{clip-path:inset(0)}}
@media (prefers-reduced-motion:reduce){.l,.c{animation:none}}
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<text class="c" x="${MARGIN}" y="${MARGIN + LINE * 0.75}"><tspan fill="#7ee787">$ </tspan><tspan fill="${PLAIN}">${escaped(command)}</tspan></text>
${answer.join("\n")}
</svg>
`;
}
