import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { oracleNames } from './oracleSnapshots';

const folder = path.join(__dirname, '../oracle');

export type AnswerRow = Readonly<Record<string, string>>;

/** Measured answers of a scenario, by column name; empty when nothing was measured. */
export function oracleAnswers(name: string, kind: 'reach' | 'dns'): readonly AnswerRow[] {
  const file = path.join(folder, `${name}.${kind}.csv.gz`);
  if (!existsSync(file)) return [];
  const [header = '', ...lines] = gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n');
  const columns = fields(header);
  return lines.map((line) => {
    const values = fields(line);
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
  });
}

/** Fields of one line; quotes keep commas together, and no field holds a quote. */
function fields(line: string): readonly string[] {
  const result: string[] = [];
  let current = '';
  let quoted = false;
  for (const character of line.replace(/\r$/, '')) {
    if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      result.push(current);
      current = '';
    } else current += character;
  }
  return [...result, current];
}

/** Scenarios that differ most in what decides; every one with `VETHSCOPE_LONG=1`. */
const telling = new Set([
  'docker20/a_three_tier',
  'docker20/c_internal',
  'docker20/f_modes',
  'docker20/g_ipv6',
  'docker20/k_docker_user',
  'docker20/n_swarm_overlay',
  'docker20-noproxy/b_default_bridge',
  'docker26/n_swarm_overlay',
  'docker28/a_three_tier',
  'docker28/h_macvlan',
  'docker28/i_nomasq',
  'docker28/j_gateway_modes',
  'docker28/o_paused_and_disconnected',
  'docker28-nobrnf/d_icc_false',
  'docker28-noiptables/a_three_tier',
  'podman5/a_three_tier',
  'podman5/c_internal',
  'podman5/g_ipv6',
]);

export function tellingScenarios(): readonly string[] {
  const all = oracleNames();
  return process.env['VETHSCOPE_LONG'] === '1' ? all : all.filter((name) => telling.has(name));
}
