import type { DaemonOptions } from '../../model/engine';
import type { RuleSet, RuleTable } from '../../model/rules';

/**
 * The daemon's options as the rules it wrote give them away: whether it writes rules at all, and of which
 * kind, and whether local connections to loopback are rewritten too, which only happens without the
 * userland proxy (moby: setupIPTablesInternal, ProgramChain), and whether anything keeps neighbours from
 * container addresses (filterDirectAccess). What the rules do not show stays open.
 */
export function optionsShownByRules({ tables }: RuleSet): DaemonOptions {
  if (tables.some(({ name }) => name === 'docker-bridges')) {
    return {
      firewallBackend: 'nftables',
      iptables: tables.some(({ name, family }) => name === 'docker-bridges' && family === 'ip'),
      ip6tables: tables.some(({ name, family }) => name === 'docker-bridges' && family === 'ip6'),
      ...proxyOf(
        tables.find(({ name }) => name === 'docker-bridges'),
        'nat-OUTPUT',
      ),
      ...directRoutingOf(tables.filter(({ name }) => name === 'docker-bridges')),
    };
  }
  const nat = (family: 'ip' | 'ip6') =>
    tables.find(
      (table) =>
        table.tool !== 'nft' && table.family === family && table.name === 'nat' && hasDocker(table),
    );
  return {
    iptables: nat('ip') !== undefined,
    ip6tables: nat('ip6') !== undefined,
    ...proxyOf(nat('ip'), 'OUTPUT'),
    ...directRoutingOf(tables.filter(({ tool, name }) => tool !== 'nft' && name === 'raw')),
  };
}

function hasDocker({ chains }: RuleTable): boolean {
  return chains.some(({ name }) => name === 'DOCKER');
}

function proxyOf(table: RuleTable | undefined, output: string): DaemonOptions {
  const jumps = table?.chains
    .find(({ name }) => name === output)
    ?.rules.filter(({ actions }) =>
      actions.some(
        (action) =>
          action.kind === 'jump' && /^(DOCKER|nat-prerouting-and-output)$/.test(action.chain),
      ),
    );
  const [jump] = jumps ?? [];
  if (jump === undefined) return {};
  return { userlandProxy: jump.matches.some(({ kind }) => kind === 'destination') };
}

/** No rule at all means that the daemon was told to write none. */
function directRoutingOf(tables: readonly RuleTable[]): DaemonOptions {
  const guards = tables
    .flatMap(({ chains }) => chains)
    .filter(({ name }) => /^(raw-)?PREROUTING$/.test(name))
    .flatMap(({ rules }) => rules)
    // What drops packets to loopback addresses is written all the same.
    .filter(
      ({ text, actions }) => !/\b127\./.test(text) && actions.some(({ kind }) => kind === 'drop'),
    );
  return guards.length === 0 ? { allowDirectRouting: true } : {};
}
