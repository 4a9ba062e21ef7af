export interface SuiteResult {
  readonly name: string;
  readonly state: 'ran' | 'failed' | 'skipped';
  readonly counts: { readonly passed: number; readonly failed: number; readonly skipped: number };
  readonly seconds: number;
  readonly why: string;
  readonly enable: string;
}

const maxCell = 70;

/** The table at the end of `npm test`; `byHand` are the suites that are no part of it. */
export function formatTable(
  results: readonly SuiteResult[],
  byHand: readonly { readonly name: string; readonly why: string; readonly enable: string }[],
): string {
  const rows = [
    ['suite', 'state', 'passed', 'failed', 'skipped', 'seconds', 'why', 'how to enable'],
    ...results.map(({ name, state, counts, seconds, why, enable }) => [
      name,
      state,
      ...[counts.passed, counts.failed, counts.skipped, seconds].map(String),
      cut(why),
      enable,
    ]),
    ...byHand.map(({ name, why, enable }) => [name, 'by hand', '', '', '', '', cut(why), enable]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function cut(text: string): string {
  return text.length > maxCell ? `${text.slice(0, maxCell - 1)}…` : text;
}
