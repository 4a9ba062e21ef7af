import { groupBy } from '../model/topologyIndex';
import { jsonText } from '../model/jsonText';
import { displayText } from '../scene/displayText';
import type { AssertionResult } from '../analysis/assertion';
import {
  findingSeverities,
  type Finding,
  type FindingSeverity,
} from '../analysis/findings/finding';
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

/**
 * Of one kind, so many are told, and of the rest the first are named: `--json` has them all. What is only good to know
 * is told once, as there is nothing to be done about each.
 */
const told: Readonly<Record<FindingSeverity, number>> = { error: 5, warning: 5, information: 1 };
const named = 3;

function inWords({ source, refused, findings, assertions }: CheckedSource): string {
  const kinds = groupBy(findings, ({ severity, code }) => `${severity} ${code}`);
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
    ...[...kinds.values()].flatMap(ofOneKind),
    ...assertions.map(assertionLine),
    `findings: ${counts}${asserted}`,
    '',
  ]
    .map(displayText)
    .join('\n');
}

function ofOneKind(findings: readonly Finding[]): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  // One alone is told rather than named.
  const most =
    findings.length === told[first.severity] + 1 ? findings.length : told[first.severity];
  const more = findings.slice(most);
  return [
    ...findings.slice(0, most).flatMap((one) => [headline(one), `  ${one.nextStep}`]),
    ...(more.length === 0
      ? []
      : [`  ${more.length} more of ${first.code}${namesOf(more)}; --json lists them`]),
  ];
}

/** ` (web → db, web → cache, api → db, …)` */
function namesOf(findings: readonly Finding[]): string {
  const subjects = [...new Set(findings.map(({ subject, at }) => subject ?? place(at)))];
  const names = subjects.filter((one) => one !== '').slice(0, named);
  if (names.length === 0) return '';
  return ` (${names.join(', ')}${findings.length > names.length ? ', …' : ''})`;
}

function headline({ severity, code, sentence, at }: Finding): string {
  return `${severity} ${code}: ${at === undefined ? '' : `${place(at)}: `}${sentence}`;
}

function place(at: Finding['at']): string {
  return at === undefined ? '' : `${at.file}:${at.line}:${at.column}`;
}

function assertionLine({ assertion, holds, why }: AssertionResult): string {
  const said = holds === undefined ? 'unknown' : holds ? 'holds' : 'FAILS';
  return `${said}: ${assertion.text} (${why})`;
}
