import type { Page } from 'playwright-core';

/**
 * Stops the timers of a page from here on, which `page.clock` then moves on: what a hand does in a moment takes none
 * of their time, however slow the machine is. The page draws no more by itself, nor does any other of its context, so
 * give it one of its own.
 */
export async function stopClock({ clock }: Page): Promise<void> {
  await clock.install({ time: 0 });
  await clock.pauseAt(1_000);
}
