import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser as Chromium, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

export const hasBrowser = existsSync(CHROMIUM);

/** `test`, or a skipped one where there is no Chromium. */
export const testInBrowser: jest.It = hasBrowser ? test : test.skip;

const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Milliseconds for what takes one or two on an idle machine. */
const PATIENCE = 300_000;

/** A page of a browser, with all that it complained of and asked for. */
export interface Visit {
  readonly page: Page;
  /** Errors of scripts, and whatever was written to the console. */
  readonly complaints: string[];
  /** Addresses asked for, the page's own left out. */
  readonly requests: string[];
}

/** A browser, started at the first visit, which a file's tests share; each visit has storage of its own. */
export class Browser {
  private readonly directory = mkdtempSync(join(tmpdir(), "seginf-browser-"));
  private started: Promise<Chromium> | undefined;
  private page: Page | undefined;

  /** Opens a page from a file, as a person would who was sent it, and closes the one before. */
  async open(html: string, colorScheme: "light" | "dark" = "light"): Promise<Visit> {
    const file = join(this.directory, "report.html");
    writeFileSync(file, html);
    this.started ??= chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS, timeout: PATIENCE });
    const browser = await this.started;
    await this.page?.close();
    const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(PATIENCE);
    this.page = page;
    const address = pathToFileURL(file).href;
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url() !== address && !/^(?:data|blob):/.test(request.url())) requests.push(request.url());
    });
    await page.goto(address);
    return { page, complaints, requests };
  }

  async close(): Promise<void> {
    await (await this.started)?.close();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
