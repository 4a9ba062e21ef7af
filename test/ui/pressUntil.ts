import type { Locator, Page } from 'playwright-core';

const maxPresses = 60;
/** A key that shows nothing for so long was lost: one that is only slow must not be pressed twice, or it leads too far. */
const pressMs = 5_000;
const pauseMs = 15;

/**
 * Presses a key, once at least, until something is there.
 * @param focused what the key moves: once that says something else, the key has done its work
 */
export async function pressUntil(
  page: Page,
  key: string,
  there: Locator,
  focused: Locator,
): Promise<void> {
  for (let count = 0; count < maxPresses; count += 1) {
    const before = await words(focused);
    await page.keyboard.press(key);
    const deadline = Date.now() + pressMs;
    do {
      if ((await there.count()) > 0) return;
      if ((await words(focused)) !== before) break;
      await page.waitForTimeout(pauseMs);
    } while (Date.now() < deadline);
  }
  throw new Error(`${key} never leads to ${there.toString()}`);
}

async function words(focused: Locator): Promise<string> {
  return (await focused.allInnerTexts()).join();
}
