import { setTimeout as pause } from 'node:timers/promises';

/** Waits until it holds; throws, saying for what it waited, after 10 s. */
export async function waitFor(
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited 10 s for ${what}`);
    await pause(50);
  }
}
