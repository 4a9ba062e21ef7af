import { addressFamily } from '../model/address';
import type { KernelRoute, RouteType, RoutingRule } from '../model/kernel';
import type { AddressFamily } from '../model/network';
import { numberOf, optional, recordsOf, textOf, textsOf, type JsonRecord } from './kernelJson';

const types: readonly RouteType[] = [
  'local',
  'broadcast',
  'multicast',
  'anycast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
];

/**
 * Routes from `ip -j route show table all` and `ip -6 -j route show table all`. Either list may
 * hold both families, so repetitions are dropped. Routes through several next hops keep the first
 * one, which is what a single connection uses.
 */
export function readRoutes(route: unknown, route6: unknown): readonly KernelRoute[] {
  const routes = [
    ...recordsOf(route).flatMap((record) => readRoute(record, undefined)),
    ...recordsOf(route6).flatMap((record) => readRoute(record, 6)),
  ];
  const seen = new Set<string>();
  return routes.filter((one) => {
    const key = JSON.stringify(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function readRoute(
  record: JsonRecord,
  listFamily: AddressFamily | undefined,
): readonly KernelRoute[] {
  // A dead next hop (`ip link down`) carries nothing; `linkdown` alone is still used by default.
  if (textsOf(record['flags']).includes('dead')) return [];
  const [hop = {}] = recordsOf(record['nexthops']);
  const gateway = textOf(record['gateway']) ?? textOf(hop['gateway']);
  const device = textOf(record['dev']) ?? textOf(hop['dev']);
  const written = textOf(record['dst']) ?? 'default';
  const family = familyOf(written, gateway, record, listFamily);
  const type = types.find((one) => one === record['type']) ?? 'unicast';
  const width = family === 4 ? 32 : 128;
  const destination =
    written === 'default'
      ? family === 4
        ? '0.0.0.0/0'
        : '::/0'
      : written.includes('/')
        ? written
        : `${written}/${width}`;
  return [
    {
      family,
      type,
      table: tableOf(record),
      destination,
      ...optional('gateway', gateway),
      ...optional('device', device),
      ...optional('preferredSource', textOf(record['prefsrc'])),
      metric: numberOf(record['metric']) ?? (family === 4 ? 0 : 1024),
      ...optional('scope', textOf(record['scope'])),
    },
  ];
}

/** `default` alone does not tell its family; IPv6 routes always print `pref`. */
function familyOf(
  destination: string,
  gateway: string | undefined,
  record: JsonRecord,
  listFamily: AddressFamily | undefined,
): AddressFamily {
  const told = addressFamily(destination.split('/')[0] ?? '') ?? addressFamily(gateway ?? '');
  return told ?? listFamily ?? (record['pref'] === undefined ? 4 : 6);
}

/** The rules a kernel has from the start (ip-rule(8)). */
const initialRules: readonly RoutingRule[] = ([4, 6] as const).flatMap((family) =>
  [
    { family, priority: 0, table: 'local' },
    { family, priority: 32766, table: 'main' },
  ].map((rule) => rule),
);

/** Policy rules from `ip -j rule` and `ip -6 -j rule`, by priority; a list that was not read has the kernel's own. */
export function readRules(rule: unknown, rule6: unknown): readonly RoutingRule[] {
  return ([4, 6] as const).flatMap((family) => {
    const records = recordsOf(family === 4 ? rule : rule6);
    if (records.length === 0) return initialRules.filter((one) => one.family === family);
    return records
      .map((record) => readRule(record, family))
      .sort((a, b) => a.priority - b.priority);
  });
}

const knownFields = new Set([
  'priority',
  'src',
  'srclen',
  'dst',
  'dstlen',
  'table',
  'iif',
  'oif',
  'fwmark',
  'fwmask',
  'protocol',
]);

function readRule(record: JsonRecord, family: AddressFamily): RoutingRule {
  const strange = Object.keys(record).filter((field) => !knownFields.has(field));
  return {
    family,
    priority: numberOf(record['priority']) ?? 0,
    ...optional('from', selector(record['src'], record['srclen'], family)),
    ...optional('to', selector(record['dst'], record['dstlen'], family)),
    table: tableOf(record),
    ...optional('inInterface', textOf(record['iif'])),
    ...optional('outInterface', textOf(record['oif'])),
    ...optional('mark', hex(record['fwmark'])),
    ...optional('mask', hex(record['fwmask'])),
    ...(strange.length === 0 ? {} : { notUnderstood: JSON.stringify(record) }),
  };
}

function selector(address: unknown, length: unknown, family: AddressFamily): string | undefined {
  const text = textOf(address);
  if (text === undefined || text === 'all') return undefined;
  if (text.includes('/')) return text;
  return `${text}/${numberOf(length) ?? (family === 4 ? 32 : 128)}`;
}

function hex(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const text = textOf(value);
  return text !== undefined && /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
}

/** Tables have names, and numbers where they have none. */
function tableOf(record: JsonRecord): string {
  const table = record['table'];
  return textOf(table) ?? numberOf(table)?.toString() ?? 'main';
}
