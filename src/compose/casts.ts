import type { Span } from './sourceText';
import type { Path, ScalarTree } from './tree';
import { printedFloat } from './yamlScalar';

export type CastResult =
  | { readonly ok: true; readonly tree: ScalarTree; readonly warning?: string }
  | { readonly ok: false; readonly message: string };

type Cast = (value: string, at: Span) => CastResult;

/** A pattern of keys; `*` is any key, `[]` an item of a list. */
interface CastTable {
  readonly [key: string]: CastTable | Cast;
}

const updateCasts = { parallelism: toInt, max_failure_ratio: toFloat };

const serviceCasts: CastTable = {
  cpu_count: toInt64,
  cpu_percent: toFloat,
  cpu_period: toInt64,
  cpu_quota: toInt64,
  cpu_rt_period: toInt64,
  cpu_rt_runtime: toInt64,
  cpus: toFloat,
  cpu_shares: toInt64,
  init: toBoolean,
  deploy: {
    replicas: toInt,
    update_config: updateCasts,
    rollback_config: updateCasts,
    restart_policy: { max_attempts: toInt },
    placement: { max_replicas_per_node: toInt },
  },
  healthcheck: { retries: toInt, disable: toBoolean },
  oom_kill_disable: toBoolean,
  oom_score_adj: toInt64,
  pids_limit: toInt64,
  ports: { '[]': { target: toInt } },
  privileged: toBoolean,
  read_only: toBoolean,
  scale: toInt,
  stdin_open: toBoolean,
  tty: toBoolean,
  ulimits: { '*': { '': toInt, hard: toInt, soft: toInt } },
  volumes: { '[]': { read_only: toBoolean, volume: { nocopy: toBoolean } } },
};

const externalCast: CastTable = { '*': { external: toBoolean } };

/** Fields whose strings become numbers and booleans (compose-go: interpolateTypeCastMapping). */
const casts: CastTable = {
  services: { '*': serviceCasts },
  networks: {
    '*': {
      external: toBoolean,
      internal: toBoolean,
      attachable: toBoolean,
      enable_ipv4: toBoolean,
      enable_ipv6: toBoolean,
    },
  },
  volumes: externalCast,
  secrets: externalCast,
  configs: externalCast,
};

export function castFor(path: Path): Cast | undefined {
  let table: CastTable = casts;
  for (const key of path) {
    const next: CastTable | Cast | undefined = Object.hasOwn(table, key) ? table[key] : table['*'];
    if (next === undefined) return undefined;
    if (typeof next === 'function') return key === path.at(-1) ? next : undefined;
    table = next;
  }
  const own = table[''];
  return typeof own === 'function' ? own : undefined;
}

const whole = /^[-+]?\d+$/;

function numberError(parser: string, value: string): CastResult {
  return {
    ok: false,
    message: `strconv.${parser}: parsing ${JSON.stringify(value)}: invalid syntax`,
  };
}

function castInteger(parser: string, value: string, at: Span): CastResult {
  if (!whole.test(value)) return numberError(parser, value);
  const parsed = BigInt(value.replace(/^\+/, ''));
  if (parsed >= 1n << 63n || parsed < -(1n << 63n)) {
    return {
      ok: false,
      message: `strconv.${parser}: parsing ${JSON.stringify(value)}: value out of range`,
    };
  }
  return { ok: true, tree: { kind: 'int', at, value: Number(parsed), text: String(parsed) } };
}

function toInt(value: string, at: Span): CastResult {
  return castInteger('Atoi', value, at);
}

function toInt64(value: string, at: Span): CastResult {
  return castInteger('ParseInt', value, at);
}

function toFloat(value: string, at: Span): CastResult {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(value))
    return numberError('ParseFloat', value);
  const parsed = Number(value);
  return { ok: true, tree: { kind: 'float', at, value: parsed, text: printedFloat(parsed) } };
}

function toBoolean(value: string, at: Span): CastResult {
  const lower = value.toLowerCase();
  if (lower === 'true' || lower === 'false') {
    return { ok: true, tree: { kind: 'bool', at, value: lower === 'true' } };
  }
  const yes = ['y', 'yes', 'on'].includes(lower);
  if (!yes && !['n', 'no', 'off'].includes(lower)) {
    return { ok: false, message: `invalid boolean: ${value}` };
  }
  return {
    ok: true,
    tree: { kind: 'bool', at, value: yes },
    warning: `${JSON.stringify(value)} for boolean is not supported by YAML 1.2, please use \`${yes}\``,
  };
}
