import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame } from 'playwright-core';

const source = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  var axe: { run: (where: string, options?: RunOptions) => Promise<AxeResults> };
}

/** What axe finds in the part of a frame that a CSS selector names: `rule: the first element it is about`. */
export async function findAccessibilityProblems(frame: Frame, where: string): Promise<string[]> {
  await frame.evaluate(source);
  return frame.evaluate(async (selector) => {
    const { violations, passes } = await globalThis.axe.run(selector);
    if (passes.length === 0) throw new Error(`axe found nothing to check in ${selector}`);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  }, where);
}
