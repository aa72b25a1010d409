import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where Debian, Ubuntu, Fedora and Google put the browser. */
const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Finds a Chromium: CHROMIUM_PATH, or one of the usual places. Throws one sentence when there is none, because no such test is ever skipped. */
function chromiumPath(): string {
  const named = process.env.CHROMIUM_PATH;
  const found = (named ? [named] : USUAL_PLACES).find((place) => existsSync(place));
  if (found) return found;
  throw new Error(
    named
      ? `These tests run in a real browser, and there is none at CHROMIUM_PATH (${named}).`
      : 'These tests run in a real browser: install Chromium (on Debian: apt-get install chromium), or set CHROMIUM_PATH to one.',
  );
}

/** How long a page may take to show what it owes; bounds what never comes, on however slow a machine. */
const PATIENCE_MS = 90_000;
const LOOK_EVERY_MS = 50;

/** A tab, with what its page complained of. */
export interface Tab {
  readonly page: Page;
  /** Errors of the page and lines that it wrote to the console as errors or warnings. */
  readonly complaints: readonly string[];
}

/** Lends a browser to a test, and closes it afterwards. `open` gives a tab of its own: nobody else's storage, cookies or permissions. */
export async function withBrowser<T>(
  test: (open: (settings?: Parameters<Browser['newContext']>[0]) => Promise<Tab>) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  try {
    return await test(async (settings) => {
      const context = await browser.newContext(settings);
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (line) => {
        if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text());
      });
      return { page, complaints };
    });
  } finally {
    await browser.close();
  }
}

/** Expects that a page comes to show something: looks again until it does, and fails with what it showed last. */
export async function expectSoon<T>(look: () => Promise<T>, wanted: T): Promise<void> {
  let seen = await look();
  for (let waited = 0; !isDeepStrictEqual(seen, wanted) && waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    await pause(LOOK_EVERY_MS);
    seen = await look();
  }
  expect(seen).toEqual(wanted);
}
