import { parseSubnet } from '../../model/address';
import type { KernelRoute, RoutingRule } from '../../model/kernel';
import type { AddressFamily } from '../../model/network';
import { cachedBits } from '../../netfilter/evaluateAddress';

/** A route ready to be matched. */
interface PreparedRoute {
  readonly route: KernelRoute;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

export interface RouteQuery {
  readonly family: AddressFamily;
  readonly destination: string;
  readonly source?: string | undefined;
  /** Absent for packets of the namespace's own. */
  readonly inInterface?: string | undefined;
  readonly outInterface?: string | undefined;
  readonly mark?: number;
}

export type RouteAnswer =
  | { readonly kind: 'route'; readonly route: KernelRoute }
  | { readonly kind: 'none' }
  /** A policy rule that is not modelled could decide; the rule as text. */
  | { readonly kind: 'unknown'; readonly rule: string };

/**
 * The routing tables of a namespace: longest prefix, then lowest metric, then the order of the
 * listing, in the tables that the policy rules name one after the other (ip-rule(8), ip-route(8);
 * Linux: fib_table_lookup, fib_rules_lookup).
 */
export class RoutingTables {
  private readonly tables = new Map<string, PreparedRoute[]>();

  constructor(
    readonly routes: readonly KernelRoute[],
    private readonly rules: readonly RoutingRule[],
  ) {
    for (const route of routes) {
      const subnet = parseSubnet(route.destination);
      if (subnet === undefined) continue;
      const key = `${route.family}/${route.table}`;
      const table = this.tables.get(key) ?? [];
      this.tables.set(key, table);
      table.push({ route, ...subnet });
    }
    for (const table of this.tables.values()) {
      table.sort((a, b) => b.prefixLength - a.prefixLength || a.route.metric - b.route.metric);
    }
  }

  lookUp(query: RouteQuery): RouteAnswer {
    const bits = cachedBits(query.destination);
    if (bits === undefined) return { kind: 'none' };
    for (const rule of this.rules) {
      if (rule.family !== query.family || !selects(rule, query)) continue;
      if (rule.notUnderstood !== undefined) return { kind: 'unknown', rule: rule.notUnderstood };
      const found = this.inTable(rule.table, query, bits);
      if (found !== undefined && found.type !== 'throw') return { kind: 'route', route: found };
    }
    return { kind: 'none' };
  }

  private inTable(table: string, query: RouteQuery, bits: bigint): KernelRoute | undefined {
    return this.tables
      .get(`${query.family}/${table}`)
      ?.find(
        ({ route, first, last }) =>
          bits >= first &&
          bits <= last &&
          (query.outInterface === undefined ||
            route.device === query.outInterface ||
            route.type === 'local'),
      )?.route;
  }
}

function selects(rule: RoutingRule, query: RouteQuery): boolean {
  if (rule.from !== undefined && !holds(rule.from, query.source)) return false;
  if (rule.to !== undefined && !holds(rule.to, query.destination)) return false;
  if (rule.inInterface !== undefined && rule.inInterface !== (query.inInterface ?? 'lo')) {
    return false;
  }
  if (rule.outInterface !== undefined && rule.outInterface !== query.outInterface) return false;
  if (rule.mark === undefined) return true;
  const mask = rule.mask ?? 0xffffffff;
  return (((query.mark ?? 0) ^ rule.mark) & mask) === 0;
}

function holds(cidr: string, address: string | undefined): boolean {
  const subnet = parseSubnet(cidr);
  const bits = address === undefined ? undefined : cachedBits(address);
  return subnet !== undefined && bits !== undefined && bits >= subnet.first && bits <= subnet.last;
}
