import { extraHosts } from './extraHosts';
import type { Problems } from './problems';
import { isDuration, parseBytes } from './quantities';
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
    for (const field of ['mem_limit', 'mem_reservation', 'memswap_limit', 'shm_size']) {
      const tree = child(value, field);
      if (tree?.kind === 'string' && parseBytes(tree.value) === undefined) {
        fail(field, `invalid size: '${tree.value}'`, tree);
      }
    }
    checkDurations(value, fail);
    checkEnvironment(child(value, 'environment'), fail);
  }
}

type Fail = (field: string, words: string, tree: Tree) => void;

function checkDurations(service: Tree, fail: Fail): void {
  const fields = [
    ['stop_grace_period'],
    ['healthcheck', 'interval'],
    ['healthcheck', 'timeout'],
    ['healthcheck', 'start_period'],
    ['healthcheck', 'start_interval'],
  ];
  for (const keys of fields) {
    const tree = child(service, ...keys);
    if (tree?.kind === 'string' && !isDuration(tree.value)) {
      fail(keys.join('.'), `invalid duration ${JSON.stringify(tree.value)}`, tree);
    }
  }
}

function checkEnvironment(environment: Tree | undefined, fail: Fail): void {
  for (const item of itemsOf(environment)) {
    const [key = ''] = printed(item).split('=', 1);
    if (/\s$/.test(key)) {
      fail('environment', `environment variable ${key} is declared with a trailing space`, item);
    }
  }
}
