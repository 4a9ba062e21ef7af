import { jsonText } from '../../model/jsonText';
import type { ConnectivityMatrix } from './connectivityMatrix';
import type { MatrixTarget } from './axes';

export type MatrixFormat = 'csv' | 'markdown' | 'json';

/** The whole matrix as text: a row for each source, a column for each target; names are foreign text. */
export function exportMatrix(matrix: ConnectivityMatrix, format: MatrixFormat): string {
  const rows = matrix.sources.map((source, row) => [
    source.name,
    ...matrix.targets.map((_, column) => cellText(matrix, row, column)),
  ]);
  const head = [`IPv${matrix.family}`, ...matrix.targets.map(targetLabel)];
  switch (format) {
    case 'csv':
      return [head, ...rows].map((row) => row.map(csvField).join(',') + '\r\n').join('');
    case 'markdown': {
      const line = (row: readonly string[]) => `| ${row.map(markdownCell).join(' | ')} |\n`;
      return line(head) + `|${' --- |'.repeat(head.length)}\n` + rows.map(line).join('');
    }
    case 'json':
      return `${jsonText(asJson(matrix))}\n`;
  }
}

/** `db:5432`, `db:53/udp`, `db (ping)`, `outside`. */
export function targetLabel({ kind, name, proto, port }: MatrixTarget): string {
  if (kind === 'outside') return name;
  if (port === undefined) return `${name} (ping)`;
  return `${name}:${port}${proto === 'tcp' ? '' : `/${proto}`}`;
}

function cellText(matrix: ConnectivityMatrix, row: number, column: number): string {
  const { verdict, way } = matrix.cell(row, column);
  const by = matrix.targets[column]?.ways[way]?.label;
  if (verdict === 'no-way') return '';
  return by === undefined ? verdict : `${verdict} by ${by}`;
}

function asJson(matrix: ConnectivityMatrix): object {
  return {
    format: 'vethscope-matrix/1',
    family: matrix.family,
    sources: matrix.sources.map(({ kind, name, project, networks }) => ({
      kind,
      name,
      project,
      networks,
    })),
    targets: matrix.targets.map(({ kind, name, project, proto, port, networks }) => ({
      kind,
      name,
      project,
      proto,
      port,
      networks,
    })),
    cells: matrix.sources.map((_, row) =>
      matrix.targets.map((target, column) => {
        const { verdict, way } = matrix.cell(row, column);
        return { verdict, by: target.ways[way]?.label ?? null };
      }),
    ),
  };
}

/** RFC 4180. A field that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvField(text: string): string {
  const plain = oneLine(text);
  const safe = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Nothing of it is markup, and no bar ends the cell. */
function markdownCell(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>()#+!|~&]/g, (one) => `\\${one}`);
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
