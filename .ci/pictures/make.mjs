// Makes the README's pictures from the program as it is built: npm run pictures. The recording shows what an audit of the
// shipped corpus prints; the picture of the page needs a Chromium at CHROMIUM (/usr/bin/chromium).
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { terminalSvg } from "./terminal.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const images = join(root, "docs/images");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const COLUMNS = 80;
const MOST_LINES = 30;

const work = mkdtempSync(join(tmpdir(), "seginf-pictures-"));

function seginf(command) {
  const args = [join(root, "bin/seginf.js"), ...command.split(" "), "--no-cache", "--quiet"];
  const env = { ...process.env, FORCE_COLOR: "1", COLUMNS: String(COLUMNS) };
  delete env.NO_COLOR;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: work, env, encoding: "utf8" });
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout;
}

async function pageImage(file) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 700 }, colorScheme: "light" });
    await page.goto(pathToFileURL(file).href);
    await page.screenshot({ path: join(images, "report.png") });
  } finally {
    await browser.close();
  }
}

try {
  mkdirSync(images, { recursive: true });
  for (const name of ["train.conll", "reference.conll"])
    cpSync(join(root, "fixtures/newswire", name), join(work, name));
  const command = "audit train.conll reference.conll --limit 3";
  const lines = seginf(command).trimEnd().split("\n");
  const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), "…"] : lines;
  writeFileSync(join(images, "audit.svg"), terminalSvg(`npx seginf ${command}`, shown, COLUMNS));
  seginf("audit train.conll reference.conll --format html=report.html");
  if (existsSync(CHROMIUM)) await pageImage(join(work, "report.html"));
  else console.error(`no browser at ${CHROMIUM}: docs/images/report.png stays as it is`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
