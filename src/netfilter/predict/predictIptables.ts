import type { AddressFamily } from '../../model/network';
import type { NamedSet, RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { readIptablesSave } from '../readIptablesSave';
import type { Assumptions } from './assumptions';
import { bindingIndex, bindingsOf, linksOf } from './bindings';
import { bridgeConfig, type BridgeConfig } from './bridgeConfig';
import type { BuildStep } from './buildSteps';
import { writeEndpoint, writeLink, writePort } from './iptablesEndpoint';
import { bridgesSet, writeChains, writeNetwork, writeUserChain } from './iptablesNetwork';
import { writeMesh } from './iptablesMesh';
import { RuleBook } from './ruleBook';

/** The rules of one family as the engine's iptables commands leave them; empty when it writes none. */
export function predictIptables(
  topology: Topology,
  steps: readonly BuildStep[],
  family: AddressFamily,
  assumptions: Assumptions,
): RuleSet {
  if (!(family === 4 ? assumptions.iptables : assumptions.ip6tables)) {
    return { tables: [], ipsets: [], problems: [] };
  }
  const book = new RuleBook();
  if (assumptions.generation.directAccess !== 'open') book.newChain('raw', 'PREROUTING');
  if (assumptions.forwardDrop) book.policy('filter', 'FORWARD', 'DROP');
  writeChains(book, family, assumptions);
  const index = bindingIndex(topology);
  const configs = new Map<string, BridgeConfig>();
  for (const step of steps) {
    const { network } = step;
    const config = configs.get(network.id) ?? bridgeConfig(network, assumptions.generation);
    if (config === undefined) continue;
    configs.set(network.id, config);
    if (step.kind === 'network') {
      writeNetwork(book, family, config, assumptions);
      continue;
    }
    const own = config.family[family];
    if (own === undefined) continue;
    const { addresses, bindings } = bindingsOf(index, step.endpoint, family, assumptions);
    for (const address of addresses) writeEndpoint(book, address, config, own, assumptions);
    for (const binding of bindings) writePort(book, binding, config, own, assumptions);
    if (family === 4 && !config.icc) {
      for (const link of linksOf(index, step.endpoint, network)) {
        writeLink(book, link.parent, link.child, link.ports, config);
      }
    }
  }
  if (family === 4) writeMesh(book, topology, assumptions);
  writeUserChain(book, family, assumptions);
  const rules = readIptablesSave(book.text(), family === 4 ? 'ip' : 'ip6');
  return { ...rules, ipsets: bridgeSets(family, [...configs.values()], assumptions) };
}

/** 28.0.0 names the subnets of bridges with a way out in a set. */
function bridgeSets(
  family: AddressFamily,
  configs: readonly BridgeConfig[],
  { generation }: Assumptions,
): readonly NamedSet[] {
  if (generation.layout !== 'sets') return [];
  const entries = configs.flatMap((config) => {
    const subnet = config.internal ? undefined : config.family[family]?.subnet;
    return subnet === undefined ? [] : [{ key: [{ kind: 'prefix' as const, cidr: subnet }] }];
  });
  return [{ name: bridgesSet(family), kind: 'set', type: 'hash:net', entries }];
}
