import { readFileSync } from "node:fs";
import type { Finding, Pattern } from "../../../src/findings/report.js";
import { checkVerdicts, entryOf, verdictText } from "../../../src/findings/verdicts/index.js";
import { htmlReport } from "../../../src/report/html/html.js";
import { parseJsonFile } from "../../../src/storage/jsonFile.js";
import { Browser, testInBrowser } from "../../helpers/browser.js";
import { sampleFinding, sampleReport } from "../sample.js";

const HOSTILE = ["<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "\u202eevil", "&amp;"];

const numbered = (rank: number, changes: Partial<Finding>): Finding =>
  sampleFinding({ rank, score: 1 - rank / 200, fingerprint: rank.toString(16).padStart(16, "0"), ...changes });
const label = (of: Finding, other: string): Partial<Finding> => ({
  suggestion: other,
  replacement: { start: of.start, end: of.end, segments: [{ start: of.start, end: of.end, label: other }] },
});

const findings: Finding[] = [
  numbered(1, { tokens: HOSTILE, label: "<i>LOC</i>", file: '"><b>.conll', context: { before: HOSTILE, after: [] } }),
  numbered(2, { tokens: ["Leeds"], start: 9, end: 10, ...label(sampleFinding({ start: 9, end: 10 }), "ORG") }),
  numbered(3, { kind: "missed", rule: "segment/missed", label: "O", suggestion: "PER" }),
  numbered(4, {
    kind: "ill-formed",
    rule: "scheme/ill-formed",
    label: "I-LOC",
    suggestion: "B-LOC",
    replacement: null,
  }),
  numbered(5, {
    ...{ kind: "span", rule: "segment/span", tokens: ["Bank", "of", "England"], label: "ORG", suggestion: "ORG" },
    replacement: { start: 8, end: 12, segments: [{ start: 8, end: 12, label: "ORG" }] },
  }),
  ...Array.from({ length: 245 }, (_, i) => numbered(i + 6, { score: 0.2, line: 1000 + i })),
];
const pattern: Pattern = {
  ...{ id: "00112233445566aa", name: 'LOC → ORG after "the" <b>', label: "LOC", suggestion: "ORG" },
  anchor: { kind: "previous", value: "the" },
  findings: [2, 6, 7].map((rank) => rank.toString(16).padStart(16, "0")),
  places: [{ file: "train.conll", line: 3 }],
  ...{ agree: 3, disagree: 1, probability: 0.9, share: 0.1, relabelInfluence: -2, pValue: 0.001 },
};
const html = [...htmlReport(sampleReport(findings, { patterns: [pattern] }))].join("");

const browser = new Browser();
afterAll(() => browser.close());

testInBrowser.each(["light", "dark"] as const)("loads without a complaint or a request in %s", async (scheme) => {
  const { page, complaints, requests } = await browser.open(html, scheme);
  await page.locator("li.finding").first().waitFor();
  expect(await page.locator("output.count").textContent()).toBe("250 findings, 0 judged");
  const [paper, ink] = await page.evaluate<string[]>(
    "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]",
  );
  const brightness = (color: string) => (color.match(/\d+/g) ?? []).reduce((sum, part) => sum + Number(part), 0);
  expect(brightness(paper) > brightness(ink)).toBe(scheme === "light");
  await page.evaluate(`document.querySelector("table.heat tbody tr").insertAdjacentHTML("beforeend",
    [1, 2, 3, 4, 5, 6, 7, 8].map((shade) => '<td class="shade' + shade + '">9</td>').join(""))`);
  // Every word of text stands out against what is behind it; 4.5 is the bound for text of ordinary size.
  expect(await page.evaluate<string[]>(CONTRASTS)).toEqual([]);
  expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
});

testInBrowser("hostile words are words", async () => {
  const { page, complaints } = await browser.open(html);
  const first = page.locator("#finding-1");
  await first.waitFor();
  expect(await first.locator("mark .words").first().textContent()).toBe(
    "<img src=x onerror=alert(1)> </script><script>alert(2)</script> \\u202eevil &amp;",
  );
  expect(await first.locator("code").first().textContent()).toBe('"><b>.conll:123');
  expect(await page.locator("main img, main script, main b b, main i i").count()).toBe(0);
  expect(complaints).toEqual([]);
});

testInBrowser("filters by text, label, pattern, and a cell of the heat map; more comes on scrolling", async () => {
  const { page } = await browser.open(html);
  const shown = () => page.locator("output.count").textContent();
  const items = page.locator("li.finding");
  expect(await items.count()).toBe(100);
  await page.locator("li.finding").nth(99).scrollIntoViewIfNeeded();
  await expectSoon(() => items.count(), 200);
  await page.getByLabel("Search").fill("leeds");
  expect([await shown(), await items.count()]).toEqual(["1 of 250 findings, 0 judged", 1]);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByLabel("From").selectOption("O");
  expect(await shown()).toBe("1 of 250 findings, 0 judged");
  await page.locator(".pattern button[data-pattern]").click();
  expect([await shown(), await page.getByLabel("From").inputValue()]).toEqual(["3 of 250 findings, 0 judged", ""]);
  await page.locator("table.heat button[data-label='O']").click();
  expect(await items.locator(".body > .place code").allTextContents()).toEqual(["fixtures/newswire/train.conll:123"]);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByLabel("Order").selectOption("place");
  expect(await items.first().getAttribute("id")).toBe("finding-1");
});

testInBrowser("marks by mouse and by key, undoes, keeps them, and exports a verdict file", async () => {
  const { page, complaints } = await browser.open(html);
  const mark = (rank: number) => page.locator(`#finding-${rank}`).getAttribute("data-mark");
  await page.locator("#finding-2").getByRole("button", { name: "Accept" }).click();
  await page.keyboard.press("n");
  await page.keyboard.press("k");
  await page.keyboard.press("a");
  await page.keyboard.press("o");
  await page.locator("dialog input").fill("PER");
  await page.keyboard.press("Enter");
  expect(await Promise.all([2, 3, 4, 5].map(mark))).toEqual(["fixed", "ok", "fixed", "fixed"]);
  expect(await page.locator("#finding-5 .verdict").textContent()).toBe("as PER");
  await page.keyboard.press("n");
  await page.keyboard.press("l");
  expect(await mark(6)).toBe("later");
  await page.keyboard.press("u");
  expect(await mark(6)).toBe("");
  await page.locator(".pattern").getByRole("button", { name: "Accept all" }).click();
  expect(await page.locator("output.count").textContent()).toBe("250 findings, 6 judged");

  await page.reload();
  expect(await mark(3)).toBe("ok");
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("[data-file='verdicts.json']").click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  const { entries } = checkVerdicts(parseJsonFile("verdicts.json", text));
  expect(entries.map(({ fingerprint, verdict }) => [Number.parseInt(fingerprint, 16), verdict]).sort()).toEqual([
    [2, "fixed"],
    [3, "ok"],
    [4, "fixed"],
    [5, "fixed"],
    [6, "fixed"],
    [7, "fixed"],
  ]);
  expect(entries.find(({ fingerprint }) => fingerprint.endsWith("5"))?.replacement?.segments).toEqual([
    { start: 9, end: 12, label: "PER" },
  ]);
  expect(complaints).toEqual([]);
});

testInBrowser("loads a verdict file, and says what is wrong with another one", async () => {
  const { page, complaints } = await browser.open(html);
  const load = async (name: string, text: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Load…" }).click(),
    ]);
    await chooser.setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    const said = await page.locator("dialog p").textContent();
    await page.keyboard.press("Escape");
    return said;
  };
  const entries = [
    { ...entryOf(findings[1], "ok", { note: "<b>as agreed</b>" }), file: "elsewhere.conll" },
    entryOf(sampleFinding({ fingerprint: "f".repeat(16) }), "later"),
  ];
  expect(await load("verdicts.json", verdictText(entries))).toBe(
    "1 verdict of verdicts.json loaded; Undo takes them back. 1 other about findings that are not here: exports leave them out.",
  );
  expect(await page.locator("#finding-2").getAttribute("data-mark")).toBe("ok");
  expect(await page.locator("#finding-2 .verdict").textContent()).toBe("<b>as agreed</b>");
  expect(await load("odd.json", "{")).toBe("odd.json: this is no JSON");
  expect(await load("old.json", '{"schemaVersion": 1}')).toBe(
    "old.json: not a verdict file: the document lacks entries; see docs/formats.md, or write it again with seginf baseline",
  );
  await page.keyboard.press("u");
  expect(await page.locator("#finding-2").getAttribute("data-mark")).toBe("");
  expect(complaints).toEqual([]);
});

testInBrowser("keys are for findings, and not while someone types", async () => {
  const { page } = await browser.open(html);
  await page.keyboard.press("n");
  await page.keyboard.press("n");
  await page.keyboard.press("p");
  expect(await page.evaluate<string>("document.activeElement.id")).toBe("finding-1");
  await page.keyboard.press("/");
  await page.keyboard.type("ka");
  expect(await page.getByLabel("Search").inputValue()).toBe("ka");
  expect(await page.locator("[data-mark='fixed'], [data-mark='ok']").count()).toBe(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
  await expectSoon(() => page.locator("dialog").count(), 0);
});

testInBrowser(
  "what the corrected corpus says is on each finding, and filters; the solvers unfold from their link",
  async () => {
    const gold = {
      ...{ file: "gold.conll", errors: 3, found: [0, 1, 2] },
      outcomes: ["right", "corrected", "wrong"] as const,
      calibration: [{ from: 0.9, to: 1, findings: 3, errorRate: 2 / 3 }],
    };
    const beside = [...htmlReport(sampleReport(findings.slice(0, 3)), { gold })].join("");
    const { page, complaints } = await browser.open(beside, "dark");
    const outcomes = () => page.locator("li.finding .outcome").allTextContents();
    await page.locator("#finding-3").waitFor();
    expect(await outcomes()).toEqual([
      ...["not in the corrections", "an error, corrected as suggested", "an error, corrected otherwise"],
    ]);
    await page.getByLabel("Corrected corpus", { exact: true }).selectOption("error");
    expect((await outcomes()).length).toBe(2);
    await page.getByLabel("Corrected corpus", { exact: true }).selectOption("wrong");
    expect(await outcomes()).toEqual(["an error, corrected otherwise"]);
    expect(await page.locator("#solvers").isVisible()).toBe(false);
    await page.getByRole("link", { name: "Solvers" }).click();
    await page.locator("#solvers svg").first().waitFor({ state: "visible" });
    expect(complaints).toEqual([]);
  },
);

testInBrowser(
  "the finding with the focus is never below the toolbar, and one that is kept stays easy to read",
  async () => {
    const { page } = await browser.open(html);
    const press = async (key: string, times: number) => {
      for (let i = 0; i < times; i++) await page.keyboard.press(key);
    };
    await press("n", 12);
    await press("p", 8);
    const [top, bottom] = await page.evaluate<[number, number]>(
      `[document.activeElement.getBoundingClientRect().top, document.querySelector(".toolbar").getBoundingClientRect().bottom]`,
    );
    expect(top).toBeGreaterThanOrEqual(bottom - 1);
    for (const rank of [1, 2, 5]) await page.locator(`#finding-${rank}`).getByRole("button", { name: "Keep" }).click();
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    expect(await page.evaluate<string[]>(CONTRASTS)).toEqual([]);
    expect(
      await page.evaluate<string[]>(
        `[...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).opacity < 1 && !one.matches(":disabled, .plot *")).map((one) => one.className)`,
      ),
    ).toEqual([]);
  },
);

testInBrowser("every control has a name, and every plot says what it shows", async () => {
  const { page } = await browser.open(html);
  const nameless = await page.evaluate<
    string[]
  >(`[...document.querySelectorAll("button, input, select, svg, summary, a, section, nav")]
    .filter((one) => !(one.textContent.trim() && !one.matches("svg, section, nav, select")) && !one.ariaLabel && !one.getAttribute("aria-labelledby"))
    .map((one) => one.outerHTML.slice(0, 80))`);
  expect(nameless).toEqual([]);
  expect(
    await page.evaluate<number[]>(`[...document.querySelectorAll("h1, h2, h3")].map((one) => Number(one.tagName[1]))`),
  ).toEqual([1, 2, 3, 2, 2, 2]);
});

async function expectSoon<T>(value: () => Promise<T>, expected: T): Promise<void> {
  for (let tries = 0; tries < 50 && (await value()) !== expected; tries++)
    await new Promise((done) => setTimeout(done, 100));
  expect(await value()).toEqual(expected);
}

/** Runs in the page: texts of the first findings and of the head whose colour is too near to what is behind it. */
const CONTRASTS = `(() => {
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    const scale = color.startsWith("color(") ? 255 : 1;
    return [r * scale, g * scale, b * scale, a];
  };
  const luminance = ([r, g, b]) => [r, g, b].map((x) => (x /= 255) <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
    .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (one) => { for (; one; one = one.parentElement) { const c = parse(getComputedStyle(one).backgroundColor); if (c[3] === 1) return c; } return [255, 255, 255, 1]; };
  const poor = [];
  for (const one of document.querySelectorAll("header *, #patterns *, #finding-1 *, #finding-2 *, #finding-5 *, .part summary *, .toolbar *, table.heat *")) {
    if (one.matches(":disabled, option, br") || ![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const [text, ground] = [parse(getComputedStyle(one).color), behind(one)].map(luminance).sort((a, b) => b - a);
    const contrast = (text + 0.05) / (ground + 0.05);
    if (contrast < 4.5) poor.push(one.className + " " + one.textContent.slice(0, 20) + " " + contrast.toFixed(2));
  }
  return poor;
})()`;
