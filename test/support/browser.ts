import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const macApplication = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The Chromium to test with: $VETHSCOPE_CHROMIUM, else the first one on the PATH. */
export function findChromium(): string | undefined {
  const chosen = process.env['VETHSCOPE_CHROMIUM'];
  if (chosen !== undefined) return existsSync(chosen) ? chosen : undefined;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...candidates, macApplication].find((file) => existsSync(file));
}

/** Throws an Error when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium: install it, or name one in VETHSCOPE_CHROMIUM.');
  return chromium.launch({
    executablePath,
    // Chromium refuses its sandbox to root, who runs the tests in containers.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-dev-shm-usage', '--force-prefers-reduced-motion'],
  });
}
