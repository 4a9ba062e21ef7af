import { jsonText } from '../model/jsonText';
import { displayText } from '../scene/displayText';
import type { AssertionResult } from '../analysis/assertion';
import { findingSeverities, type Finding } from '../analysis/findings/finding';
import type { CheckedSource } from './checkSources';

/** What `vethscope check` prints. */
export function checkReport(checked: readonly CheckedSource[], format: 'text' | 'json'): string {
  return format === 'json' ? asJson(checked) : checked.map(inWords).join('\n');
}

function asJson(checked: readonly CheckedSource[]): string {
  const sources = checked.map(({ source, refused, findings, assertions }) => ({
    source,
    refused,
    findings: findings.map(({ code, severity, sentence, nextStep, refs, containers, at }) => ({
      code,
      severity,
      sentence,
      nextStep,
      networks: refs.networks,
      containers: containers ?? [],
      ...(at === undefined ? {} : { file: at.file, line: at.line, column: at.column }),
    })),
    assertions: assertions.map(({ assertion, holds, answer, why }) => ({
      assertion: assertion.text,
      holds: holds ?? null,
      verdict: answer?.verdict ?? null,
      decidedBy: answer?.decidedBy ?? null,
      why,
    })),
  }));
  return `${jsonText({ format: 'vethscope-check/1', sources }, 1)}\n`;
}

/** Of the same kind, more than this many are counted only: `--json` has them all. */
const most = 5;

function inWords({ source, refused, findings, assertions }: CheckedSource): string {
  const shown = new Map<string, number>();
  const lines = findings.flatMap((finding) => {
    const before = shown.get(finding.code) ?? 0;
    shown.set(finding.code, before + 1);
    return before < most ? [told(finding), `  ${finding.nextStep}`] : [];
  });
  const more = [...shown]
    .filter(([, count]) => count > most)
    .map(([code, count]) => `${count - most} more of ${code}; --format json lists them`);
  const counts = findingSeverities
    .map((severity) => findings.filter((one) => one.severity === severity).length)
    .map((count, place) => `${count} ${findingSeverities[place] ?? ''}`)
    .join(', ');
  const failed = assertions.filter(({ holds }) => holds !== true).length;
  const asserted =
    assertions.length === 0
      ? ''
      : `; assertions: ${assertions.length - failed} of ${assertions.length} hold`;
  return [
    `${source}:${refused ? ' refused' : ''}`,
    ...lines,
    ...more,
    ...assertions.map(assertionLine),
    `findings: ${counts}${asserted}`,
    '',
  ]
    .map(displayText)
    .join('\n');
}

function told({ severity, code, sentence, at }: Finding): string {
  const place = at === undefined ? '' : `${at.file}:${at.line}:${at.column}: `;
  return `${severity} ${code}: ${place}${sentence}`;
}

function assertionLine({ assertion, holds, why }: AssertionResult): string {
  const said = holds === undefined ? 'unknown' : holds ? 'holds' : 'FAILS';
  return `${said}: ${assertion.text} (${why})`;
}
