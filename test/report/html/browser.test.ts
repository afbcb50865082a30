import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import type { Finding, Pattern } from "../../../src/findings/report.js";
import { checkVerdicts, entryOf, verdictText } from "../../../src/findings/verdicts/index.js";
import { htmlReport } from "../../../src/report/html/html.js";
import { parseJsonFile } from "../../../src/storage/jsonFile.js";
import { Browser, testInBrowser } from "../../helpers/browser.js";
import { sampleFinding, sampleReport, sampleSentence } from "../sample.js";

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
  ...{ agree: 3, disagree: 1, probability: 0.6, share: 0.1, relabelInfluence: -2, pValue: 0.001 },
};
const html = [...htmlReport(sampleReport(findings, { patterns: [pattern] }))].join("");

const browser = new Browser();
afterAll(() => browser.close());

testInBrowser.each(["light", "dark"] as const)("loads without a complaint or a request in %s", async (scheme) => {
  const { page, complaints, requests } = await browser.open(html, scheme);
  await page.locator("li.finding").first().waitFor();
  expect(await page.locator("output.count").textContent()).toBe("5 findings, 0 judged");
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

/** Everything on the page, candidates below the threshold too. */
const showAll = (page: Page) => page.getByLabel("Score", { exact: true }).selectOption("");

testInBrowser("shows the findings first, by score, and as many as the headline says", async () => {
  const shuffled = [findings[1]!, findings[0]!, ...findings.slice(2)].map((one, i) => ({ ...one, rank: i + 1 }));
  const report = sampleReport(shuffled, { atOrAboveThreshold: 5, candidates: 900 });
  const { page } = await browser.open([...htmlReport(report)].join(""));
  const headline = page.locator(".figures div").first();
  expect(await headline.locator("b").textContent()).toBe("5");
  expect(await headline.locator("span").textContent()).toBe("at or above 0.5, of 900 candidates");
  expect(await page.locator("output.count").textContent()).toBe("5 findings, 0 judged");
  expect(await page.locator("li.finding .scoring").allTextContents()).toEqual([
    ...["0.995", "0.990", "0.985", "0.980", "0.975"],
  ]);
  const short = sampleReport(findings.slice(0, 2), { atOrAboveThreshold: 5 });
  const { page: other } = await browser.open([...htmlReport(short)].join(""));
  expect(await other.locator(".figures span").first().textContent()).toContain("2 of them on this page");
  expect(await other.locator("output.count").textContent()).toBe("2 findings, 0 judged");
});

testInBrowser("each finding has its reason; the figures are folded away, the solvers come last", async () => {
  const { page } = await browser.open(html);
  const first = page.locator("#finding-2");
  expect(await first.locator(".reason").textContent()).toBe('"Bank of England" is ORG in 7 of 8 other places');
  expect(await first.locator("dl.signals").isVisible()).toBe(false);
  await first.locator("summary").click();
  expect(await first.locator("dl.signals").isVisible()).toBe(true);
  expect(await page.locator("main > section").evaluateAll((all) => all.map(({ id }) => id))).toEqual([
    ...["patterns", "overview", "findings", ""],
  ]);
  expect(await page.locator("main > section").last().locator("#solvers").count()).toBe(1);
  expect(await page.locator("#overview svg").last().getAttribute("aria-label")).toBe(
    "Histogram of the scores of 1,000 candidates; 250 at or above the threshold 0.5",
  );
});

testInBrowser("the whole sentence unfolds with its neighbours and what is annotated in them", async () => {
  const next = sampleSentence({ sentence: 8, line: 130, tokens: ["He", "<b>left"], segments: [] });
  const report = sampleReport(findings, { sentences: [sampleSentence(), next] });
  const { page, complaints } = await browser.open([...htmlReport(report)].join(""));
  const item = page.locator("#finding-5");
  const toggle = item.getByRole("button", { name: "Whole sentence" });
  expect(await item.locator(".whole").isVisible()).toBe(false);
  await toggle.click();
  expect(await item.locator(".whole p").allTextContents()).toEqual([
    "But as Mark CarneyPER , then governor for the Bank of EnglandLOC said on Monday .",
    "He <b>left",
  ]);
  await item.focus();
  await page.keyboard.press("w");
  expect(await item.locator(".whole").isVisible()).toBe(false);
  expect(complaints).toEqual([]);
});

testInBrowser("filters by text, label, pattern, and a cell of the heat map; more comes on scrolling", async () => {
  const { page } = await browser.open(html);
  const shown = () => page.locator("output.count").textContent();
  const items = page.locator("li.finding");
  await showAll(page);
  expect(await shown()).toBe("5 findings and 245 candidates below 0.5, 0 judged");
  expect(await items.count()).toBeLessThan(100);
  for (let laidOut = await items.count(); laidOut < 250; laidOut = await items.count()) {
    await items.last().scrollIntoViewIfNeeded();
    await items.nth(laidOut).waitFor({ state: "attached" });
  }
  expect(await items.count()).toBe(250);
  await page.getByLabel("Search").fill("leeds");
  expect([await shown(), await items.count()]).toEqual(["1 of 250, 0 judged", 1]);
  await page.getByRole("button", { name: "Reset" }).click();
  expect(await shown()).toBe("5 findings, 0 judged");
  await page.getByLabel("From").selectOption("O");
  expect(await shown()).toBe("1 of 250, 0 judged");
  await page.locator(".pattern button[data-pattern]").click();
  expect([await shown(), await page.getByLabel("From").inputValue()]).toEqual(["3 of 250, 0 judged", ""]);
  await page.locator("table.heat button[data-label='O']").click();
  expect(await items.locator(".body > .place code").allTextContents()).toEqual(["fixtures/newswire/train.conll:123"]);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByLabel("Order").selectOption("place");
  expect(await items.first().getAttribute("id")).toBe("finding-1");
});

async function exported(page: Page) {
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("[data-file='verdicts.json']").click(),
  ]);
  await page.keyboard.press("Escape");
  return checkVerdicts(parseJsonFile("verdicts.json", readFileSync(await download.path(), "utf8"))).entries;
}

/** What a page stores reaches the process of the next one when the browser finds the time, which a busy machine may not have at once. */
async function reloadUntil(page: Page, isKept: () => Promise<boolean>): Promise<void> {
  for (let left = 20; left > 0; left--) {
    await page.reload();
    if (await isKept()) return;
  }
  throw new Error("the page has not kept what was marked");
}

testInBrowser("marks by mouse and by key, undoes, keeps them, and exports a verdict file", async () => {
  const { page, complaints } = await browser.open(html);
  const mark = (rank: number) => page.locator(`#finding-${rank}`).getAttribute("data-mark");
  await showAll(page);
  await page.locator("#finding-2").getByRole("button", { name: "Accept" }).click();
  await page.keyboard.press("n");
  await page.keyboard.press("k");
  await page.keyboard.press("a");
  await page.keyboard.press("o");
  await page.keyboard.press("4");
  await page.keyboard.press("Enter");
  expect(await Promise.all([2, 3, 4, 5].map(mark))).toEqual(["fixed", "ok", "fixed", "fixed"]);
  expect(await page.locator("#finding-5 .verdict > span").textContent()).toBe("as PER");
  await page.locator("#finding-5").focus();
  await page.keyboard.press("n");
  await page.keyboard.press("l");
  expect(await mark(6)).toBe("later");
  await page.keyboard.press("u");
  expect(await mark(6)).toBe("");

  await reloadUntil(page, async () => (await mark(3)) === "ok");
  const entries = await exported(page);
  expect(entries.map(({ fingerprint, verdict }) => [Number.parseInt(fingerprint, 16), verdict]).sort()).toEqual([
    ...[
      [2, "fixed"],
      [3, "ok"],
      [4, "fixed"],
      [5, "fixed"],
    ],
  ]);
  expect(entries.find(({ fingerprint }) => fingerprint.endsWith("5"))?.replacement?.segments).toEqual([
    { start: 9, end: 12, label: "PER" },
  ]);
  expect(complaints).toEqual([]);
});

testInBrowser("a pattern is accepted or kept as a whole, with what is left of it, and undone", async () => {
  const { page } = await browser.open(html);
  const card = page.locator(".pattern");
  const progress = card.locator(".progress > span").last();
  const judged = () => page.locator("output.count").textContent();
  expect(await card.locator(".reason").textContent()).toBe("3 findings, about 2 wrong (60%)");
  expect(await progress.textContent()).toBe("0 of 3 judged");
  await page.locator("#finding-2").getByRole("button", { name: "Keep" }).click();
  expect(await progress.textContent()).toBe("1 of 3 judged");
  // Less than four fifths are expected to be wrong: that takes a second click.
  await card.getByRole("button", { name: "Accept the other 2" }).click();
  expect(await page.locator("dialog p").textContent()).toContain("less than four fifths");
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await judged()).toBe("5 findings, 1 judged");
  await card.getByRole("button", { name: "Accept the other 2" }).click();
  await page.getByRole("button", { name: "Accept all the same" }).click();
  expect([await progress.textContent(), await judged()]).toEqual(["3 of 3 judged", "5 findings, 3 judged"]);
  expect(await page.locator("#finding-2").getAttribute("data-mark")).toBe("ok");
  await card.getByRole("button", { name: "Undo" }).click();
  expect(await progress.textContent()).toBe("1 of 3 judged");
  await card.getByRole("button", { name: "Keep the other 2" }).click();
  expect((await exported(page)).map(({ verdict }) => verdict)).toEqual(["ok", "ok", "ok"]);
});

testInBrowser("other bounds are clicked, and a label that the corpus lacks has to be confirmed", async () => {
  const { page, complaints } = await browser.open(html);
  const item = page.locator("#finding-5");
  const set = page.getByRole("button", { name: "Set", exact: true });
  await item.getByRole("button", { name: "Other…" }).click();
  const choices = page.locator("dialog .choice");
  expect(await choices.allTextContents()).toEqual(["no segment", "LOC", "MISC", "ORG", "PER"]);
  await page.locator("dialog .word").nth(2).click();
  await page.locator("dialog .word").nth(10).click();
  expect(await page.locator("dialog .outcome-line").textContent()).toBe(
    "Becomes “Mark Carney , then governor for the Bank of” as ORG; “Mark Carney” PER goes.",
  );
  await page.locator("dialog .word").nth(8).click();
  await page.locator("dialog .word").nth(11).click();
  const input = page.locator("dialog input[name=label]");
  await input.fill("PRE");
  expect(await set.isDisabled()).toBe(true);
  await page.keyboard.press("Enter");
  expect(await item.getAttribute("data-mark")).toBe("");
  await page.locator("dialog input[name=sure]").check();
  await input.fill("PREX");
  expect(await set.isDisabled()).toBe(true);
  await input.fill("3");
  expect(await choices.nth(3).getAttribute("aria-pressed")).toBe("true");
  await input.fill("MISC");
  await set.click();
  expect(await item.locator(".verdict > span").textContent()).toBe("“the Bank of England” as MISC");
  await item.getByRole("button", { name: "Note…" }).click();
  await page.locator("dialog textarea").fill(" <i>as in\nthe guidelines ");
  await page.getByRole("button", { name: "Save" }).click();
  expect(await item.locator(".verdict > span").textContent()).toBe(
    "“the Bank of England” as MISC: <i>as in the guidelines",
  );
  await reloadUntil(page, async () => (await item.textContent())?.includes("MISC: <i>as in the guidelines") === true);
  const [entry] = await exported(page);
  expect(entry).toMatchObject({
    ...{ verdict: "fixed", suggestion: "MISC", note: "<i>as in the guidelines" },
    replacement: { start: 8, end: 12, segments: [{ start: 8, end: 12, label: "MISC" }] },
  });
  expect(complaints).toEqual([]);
});

testInBrowser("on a phone nothing is wider than the screen, and the filters unfold", async () => {
  const { page } = await browser.open(html);
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = () =>
    page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  expect(await wide()).toBe(0);
  expect(await page.getByLabel("From").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Filters" }).click();
  expect(await page.getByLabel("From").isVisible()).toBe(true);
  await page.locator("#finding-5").getByRole("button", { name: "Other…" }).click();
  expect(await wide()).toBe(0);
});

testInBrowser("words that are written from right to left are shown so, arrows too", async () => {
  const arabic = numbered(1, {
    tokens: ["البنك", "المركزي"],
    context: { before: ["أعلن"], after: ["اليوم"] },
    start: 1,
    end: 3,
    ...label(sampleFinding({ start: 1, end: 3 }), "ORG"),
  });
  const { page } = await browser.open([...htmlReport(sampleReport([arabic]))].join(""));
  const left = (selector: string) =>
    page.locator(`#finding-1 .body > .sentence ${selector}`).evaluate((one) => one.getBoundingClientRect().left);
  const [words, wrong, arrow, right] = await Promise.all([".words", ".wrong", ".arrow", ".right"].map(left));
  expect([words! > wrong!, wrong! > arrow!, arrow! > right!]).toEqual([true, true, true]);
  expect(
    await page.evaluate<string>(
      `getComputedStyle(document.querySelector("#finding-1 .body > .sentence .arrow")).transform`,
    ),
  ).toBe("matrix(-1, 0, 0, 1, 0, 0)");
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
  expect(await page.locator("#finding-2 .verdict > span").textContent()).toBe("<b>as agreed</b>");
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
  for (let tries = 0; tries < 600 && (await value()) !== expected; tries++)
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
