// node bench/page.mjs REPORT.html [CHROMIUM]
// How long the page of seginf audit --format html takes in a browser: to its first paint, to list every candidate, and to scroll through
// the list by 300 pixels a frame. Milliseconds of the clock, which other processes lengthen, and of the page's thread, which they do not.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
if (report === undefined) throw new Error("usage: node bench/page.mjs REPORT.html [CHROMIUM]");
const RUNS = 5;

/** Scrolls to the end, and returns the time of each frame, ascending. */
const scroll = async () => {
  const nextFrame = () => new Promise((done) => requestAnimationFrame(done));
  const frames = [];
  for (let last = performance.now(), before = -1; scrollY > before; ) {
    before = scrollY;
    window.scrollBy(0, 300);
    await nextFrame();
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames.sort((a, b) => a - b);
};

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
for (let run = 1; run <= RUNS; run++) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
  };
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.locator("li.finding").first().waitFor();
  const [loading, paint] = [
    await busy(),
    await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN),
  ];
  await page.getByLabel("Score", { exact: true }).selectOption("");
  const listing = await busy();
  const frames = await page.evaluate(scroll);
  const scrolling = await busy();
  const items = await page.locator("li.finding").count();
  const at = (share) => frames[Math.floor(share * (frames.length - 1))].toFixed(0);
  console.log(
    `${run}: first paint ${paint.toFixed(0)}, thread ${loading.toFixed(0)}; list all: thread ${(listing - loading).toFixed(0)}; ` +
      `${items} findings, ${frames.length} frames: thread ${((scrolling - listing) / frames.length).toFixed(1)} each, ` +
      `clock median ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, worst ${at(1)}`,
  );
  await page.close();
}
await browser.close();
