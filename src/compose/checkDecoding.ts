import { extraHosts } from './extraHosts';
import type { Problems } from './problems';
import { durationError, parseBytes, parseDecimal } from './quantities';
import { child, entriesOf, itemsOf, printed, type MapTree, type Tree } from './tree';

/**
 * Values that have a valid shape but cannot be understood: hosts without address, sizes, durations
 * (compose-go: ModelToProject). Services of inactive profiles count too.
 */
export function checkDecoding(model: MapTree, problems: Problems): void {
  for (const [name, { value }] of entriesOf(child(model, 'services'))) {
    const fail = (field: string, words: string, tree: Tree) => {
      problems.error(
        `decoding failed due to the following error(s):\n\n'services[${name}].${field}' ${words}`,
        tree.at,
      );
    };
    const hosts = extraHosts(child(value, 'extra_hosts')).error;
    if (hosts !== undefined) {
      problems.error(
        `decoding failed due to the following error(s):\n\n'services[${name}].extra_hosts' ${hosts.message}`,
        hosts.at,
      );
    }
    checkTexts(value, sizes, sizeError, fail);
    checkTexts(value, durations, durationError, fail);
    checkTexts(value, numbers, numberError, fail);
    checkTargets(value, fail);
    const attach = child(value, 'attach');
    if (attach?.kind === 'string' && !/^(true|false|y|yes|on|n|no|off)$/i.test(attach.value)) {
      fail('attach', `invalid boolean: ${attach.value}`, attach);
    }
    checkEnvironment(child(value, 'environment'), fail);
  }
}

const sizes = [
  'mem_limit',
  'mem_reservation',
  'memswap_limit',
  'mem_swappiness',
  'shm_size',
  'deploy.resources.limits.memory',
  'deploy.resources.reservations.memory',
];

const durations = [
  'stop_grace_period',
  'healthcheck.interval',
  'healthcheck.timeout',
  'healthcheck.start_period',
  'healthcheck.start_interval',
  'deploy.update_config.delay',
  'deploy.update_config.monitor',
  'deploy.rollback_config.delay',
  'deploy.rollback_config.monitor',
  'deploy.restart_policy.delay',
  'deploy.restart_policy.window',
];

const numbers = ['deploy.resources.limits.cpus', 'deploy.resources.reservations.cpus'];

function sizeError(text: string): string | undefined {
  const size = parseBytes(text);
  return 'error' in size ? size.error : undefined;
}

function numberError(text: string): string | undefined {
  return parseDecimal(text) === undefined
    ? `strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`
    : undefined;
}

type Fail = (field: string, words: string, tree: Tree) => void;

function checkTexts(
  service: Tree,
  fields: readonly string[],
  errorOf: (text: string) => string | undefined,
  fail: Fail,
): void {
  for (const field of fields) {
    const tree = child(service, ...field.split('.'));
    const error = tree?.kind === 'string' ? errorOf(tree.value) : undefined;
    if (tree !== undefined && error !== undefined) fail(field, error, tree);
  }
}

/** Ports are unsigned there. */
function checkTargets(service: Tree, fail: Fail): void {
  itemsOf(child(service, 'ports')).forEach((port, index) => {
    const target = child(port, 'target');
    if (target?.kind !== 'int' || target.value >= 0) return;
    fail(
      `ports[${index}].target`,
      `cannot parse value as 'uint32': ${target.text} overflows uint`,
      target,
    );
  });
}

function checkEnvironment(environment: Tree | undefined, fail: Fail): void {
  for (const item of itemsOf(environment)) {
    const [key = ''] = printed(item).split('=', 1);
    if (/\s$/.test(key)) {
      fail('environment', `environment variable ${key} is declared with a trailing space`, item);
    }
  }
}
