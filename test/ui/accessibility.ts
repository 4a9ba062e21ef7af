import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const source = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  var axe: { run: (where: string, options?: RunOptions) => Promise<AxeResults> };
}

/**
 * Joins the words of a row's label and description that stand apart on the screen, because the editor
 * puts no space between them; no name of a row could satisfy it.
 */
const blindToGaps = 'label-content-name-mismatch';

/** What axe finds in a webview: `rule: element`, one line each. */
export function problemsInWebview(frame: Frame): Promise<string[]> {
  return problemsIn(frame, 'body', {});
}

/** What axe finds in the sidebar; names of rows are looked at without axe's `blindToGaps`. */
export async function problemsInSidebar(page: Page): Promise<string[]> {
  const where = '.part.sidebar';
  const problems = await problemsIn(page.mainFrame(), where, {
    rules: { [blindToGaps]: { enabled: false } },
  });
  for (const row of await page.locator(where).getByRole('treeitem').all()) {
    const label = await row.locator('.label-name').first().innerText();
    const name = (await row.getAttribute('aria-label')) ?? '';
    if (!name.startsWith(label)) problems.push(`the row "${label}" is called "${name}"`);
  }
  return problems;
}

async function problemsIn(frame: Frame, where: string, options: RunOptions): Promise<string[]> {
  await frame.evaluate(source);
  return frame.evaluate(
    async ([selector, how]) => {
      const { violations, passes } = await globalThis.axe.run(selector, how);
      if (passes.length === 0) throw new Error(`axe found nothing to check in ${selector}`);
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    },
    [where, options] as const,
  );
}
