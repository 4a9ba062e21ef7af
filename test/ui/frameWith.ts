import type { Frame, Page } from 'playwright-core';

const limitMs = 60_000;
const pauseMs = 200;

/** The webview's frame that holds such an element, of the several that are in sight. */
export async function frameWith(page: Page, selector: string): Promise<Frame> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    for (const frame of page.frames()) {
      if (await holds(frame, selector)) return frame;
    }
    if (Date.now() > deadline) throw new Error(`no webview holds ${selector}`);
    await page.waitForTimeout(pauseMs);
  }
}

async function holds(frame: Frame, selector: string): Promise<boolean> {
  try {
    return (await frame.locator(selector).count()) > 0;
  } catch (error) {
    // Frames come and go; one that is gone holds nothing.
    if (error instanceof Error && /detached|closed|destroyed/i.test(error.message)) return false;
    throw error;
  }
}
