import { isRule, type Decision } from '../../src/analysis/trace/decision';
import { routeText } from '../../src/analysis/trace/routeText';
import type { KernelFacts, NamespaceFacts } from '../../src/model/kernel';
import type { RuleSet } from '../../src/model/rules';
import type { Topology } from '../../src/model/topology';

/**
 * The topology as it would have been read without the one fact, or, for a policy, with the other one.
 * `undefined` where the decision is the lack of something.
 */
export function withoutFact(topology: Topology, decision: Decision): Topology | undefined {
  const { kernel } = topology;
  if (kernel === undefined) return undefined;
  const changed = changeKernel(kernel, decision);
  return changed === undefined ? undefined : { ...topology, kernel: changed };
}

function changeKernel(kernel: KernelFacts, decision: Decision): KernelFacts | undefined {
  if (isRule(decision)) return everywhere(kernel, (rules) => withoutRule(rules, decision));
  switch (decision.kind) {
    case 'policy':
      return everywhere(kernel, (rules) => withOtherPolicy(rules, decision));
    case 'route':
      return inNamespace(kernel, decision.namespace, (facts) =>
        withoutRoute(facts, decision.route),
      );
    case 'listener':
      return inNamespace(kernel, decision.namespace, (facts) => {
        const listeners = facts.listeners?.filter(
          ({ proto, address, port }) => `${proto} ${address}:${port}` !== decision.listener,
        );
        if (listeners?.length === facts.listeners?.length) return undefined;
        return { ...facts, ...(listeners === undefined ? {} : { listeners }) };
      });
    case 'proxy':
    case 'arp':
    case 'name':
    case 'setting':
    case 'missing':
      return undefined;
  }
}

/** The kernel makes a local route of each address an interface has; both go. */
function withoutRoute(facts: NamespaceFacts, text: string): NamespaceFacts | undefined {
  const routes = facts.routes?.filter((route) => routeText(route) !== text) ?? [];
  const interfaces = (facts.interfaces ?? []).map((one) => ({
    ...one,
    addresses: one.addresses.filter(
      ({ address, family }) =>
        text !== `local ${address}/${family === 4 ? 32 : 128} dev ${one.name}`,
    ),
  }));
  const addressCount = (list: NamespaceFacts['interfaces']) =>
    (list ?? []).reduce((sum, { addresses }) => sum + addresses.length, 0);
  const same =
    routes.length === facts.routes?.length &&
    addressCount(interfaces) === addressCount(facts.interfaces);
  return same ? undefined : { ...facts, routes, interfaces };
}

function inNamespace(
  kernel: KernelFacts,
  namespace: string,
  change: (facts: NamespaceFacts) => NamespaceFacts | undefined,
): KernelFacts | undefined {
  const facts = namespace === 'host' ? kernel.host : kernel.sandboxes.get(namespace);
  const changed = facts === undefined ? undefined : change(facts);
  if (changed === undefined) return undefined;
  return namespace === 'host'
    ? { ...kernel, host: changed }
    : { ...kernel, sandboxes: new Map([...kernel.sandboxes, [namespace, changed]]) };
}

function everywhere(kernel: KernelFacts, change: (rules: RuleSet) => RuleSet): KernelFacts {
  const changed = (facts: NamespaceFacts): NamespaceFacts =>
    facts.packetFilter === undefined
      ? facts
      : { ...facts, packetFilter: change(facts.packetFilter) };
  return {
    ...kernel,
    ...(kernel.host === undefined ? {} : { host: changed(kernel.host) }),
    sandboxes: new Map([...kernel.sandboxes].map(([id, facts]) => [id, changed(facts)])),
  };
}

function withoutRule(
  rules: RuleSet,
  { table, chain, index, rule }: Extract<Decision, { rule: string }>,
): RuleSet {
  return changeChains(rules, table, chain, (one) => ({
    ...one,
    rules: one.rules
      .filter((each) => each.index !== index || each.text !== rule)
      .map((each, at) => ({ ...each, index: at + 1 })),
  }));
}

function withOtherPolicy(
  rules: RuleSet,
  { table, chain, policy }: Extract<Decision, { kind: 'policy' }>,
): RuleSet {
  const other = policy.toLowerCase() === 'drop' ? 'accept' : 'drop';
  return changeChains(rules, table, chain, (one) =>
    one.base === undefined ? one : { ...one, base: { ...one.base, policy: other } },
  );
}

type Chain = RuleSet['tables'][number]['chains'][number];

function changeChains(
  rules: RuleSet,
  table: string,
  chain: string,
  change: (chain: Chain) => Chain,
): RuleSet {
  return {
    ...rules,
    tables: rules.tables.map((one) =>
      one.name === table
        ? { ...one, chains: one.chains.map((each) => (each.name === chain ? change(each) : each)) }
        : one,
    ),
  };
}
