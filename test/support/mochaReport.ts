import { existsSync, readFileSync } from 'node:fs';

/** What of mocha's JSON report is read. */
export interface MochaReport {
  readonly stats: { readonly passes: number; readonly failures: number; readonly pending: number };
  readonly failures: readonly MochaTest[];
  readonly pending: readonly MochaTest[];
}

export interface MochaTest {
  readonly fullTitle: string;
  readonly err: { readonly message?: string; readonly stack?: string };
}

/** Undefined when there is none or it was cut off, i.e. the run did not end by itself. */
export function readMochaReport(file: string): MochaReport | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as MochaReport;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
