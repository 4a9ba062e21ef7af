import { PathRules } from './pathRules';
import type { Span } from './sourceText';
import type { Path, ScalarTree } from './tree';
import { printedFloat } from './yamlScalar';

export type CastResult =
  | { readonly ok: true; readonly tree: ScalarTree; readonly warning?: string }
  | { readonly ok: false; readonly message: string };

type Cast = (value: string, at: Span) => CastResult;

/** Fields whose strings become numbers and booleans (compose-go: interpolateTypeCastMapping). */
const casts = new PathRules<Cast>({
  'services.*.cpu_count': toInt64,
  'services.*.cpu_percent': toFloat,
  'services.*.cpu_period': toInt64,
  'services.*.cpu_quota': toInt64,
  'services.*.cpu_rt_period': toInt64,
  'services.*.cpu_rt_runtime': toInt64,
  'services.*.cpus': toFloat,
  'services.*.cpu_shares': toInt64,
  'services.*.init': toBoolean,
  'services.*.deploy.replicas': toInt,
  'services.*.deploy.update_config.parallelism': toInt,
  'services.*.deploy.update_config.max_failure_ratio': toFloat,
  'services.*.deploy.rollback_config.parallelism': toInt,
  'services.*.deploy.rollback_config.max_failure_ratio': toFloat,
  'services.*.deploy.restart_policy.max_attempts': toInt,
  'services.*.deploy.placement.max_replicas_per_node': toInt,
  'services.*.healthcheck.retries': toInt,
  'services.*.healthcheck.disable': toBoolean,
  'services.*.oom_kill_disable': toBoolean,
  'services.*.oom_score_adj': toInt64,
  'services.*.pids_limit': toInt64,
  'services.*.ports.[].target': toInt,
  'services.*.privileged': toBoolean,
  'services.*.read_only': toBoolean,
  'services.*.scale': toInt,
  'services.*.stdin_open': toBoolean,
  'services.*.tty': toBoolean,
  'services.*.ulimits.*': toInt,
  'services.*.ulimits.*.hard': toInt,
  'services.*.ulimits.*.soft': toInt,
  'services.*.volumes.[].read_only': toBoolean,
  'services.*.volumes.[].volume.nocopy': toBoolean,
  'networks.*.external': toBoolean,
  'networks.*.internal': toBoolean,
  'networks.*.attachable': toBoolean,
  'networks.*.enable_ipv4': toBoolean,
  'networks.*.enable_ipv6': toBoolean,
  'volumes.*.external': toBoolean,
  'secrets.*.external': toBoolean,
  'configs.*.external': toBoolean,
});

export function castFor(path: Path): Cast | undefined {
  return casts.at(path);
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
