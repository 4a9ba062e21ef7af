import type { Endpoint } from '../../model/endpoint';
import type { Listener, NamespaceFacts } from '../../model/kernel';
import { isKnown, predicted } from '../../model/provenance';
import type { PublishedPort } from '../../model/publishedPort';
import type { Rule, RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import type { RuleRef } from '../../netfilter/evaluatePacket';
import { readIptablesSave } from '../../netfilter/readIptablesSave';
import { withConnection } from './changedTopology';
import type { FixChange } from './fix';

const rule = 'what the proposal would make';

/** The topology as it would be after the change; `undefined` where what it is about is not there or was not read. */
export function withChange(topology: Topology, change: FixChange): Topology | undefined {
  switch (change.kind) {
    case 'connect':
      return withConnection(topology, change.containerId, change.networkId);
    case 'alias':
      return withAlias(topology, change);
    case 'listen':
      return withListener(topology, change);
    case 'publish':
      return withPublished(topology, change);
    case 'remove-rule':
      return withRules(topology, change.rule, (rules) =>
        rules.filter(({ index }) => index !== change.rule.index),
      );
    case 'insert-rule': {
      const made = parseRule(change.text, change.before);
      return made === undefined
        ? undefined
        : withRules(topology, change.before, (rules) =>
            rules.flatMap((one) => (one.index === change.before.index ? [made, one] : [one])),
          );
    }
  }
}

type Change<K extends FixChange['kind']> = Extract<FixChange, { kind: K }>;

function withAlias(
  topology: Topology,
  { containerId, networkId, alias }: Change<'alias'>,
): Topology | undefined {
  const is = (one: Endpoint) => one.containerId === containerId && one.networkId === networkId;
  if (!topology.endpoints.some(is)) return undefined;
  const endpoints = topology.endpoints.map((endpoint) => {
    if (!is(endpoint)) return endpoint;
    const names = isKnown(endpoint.dnsNames) ? endpoint.dnsNames.value : [];
    return {
      ...endpoint,
      aliases: predicted([...endpoint.aliases.value, alias], rule),
      dnsNames: predicted([...new Set([...names, alias])], rule),
    };
  });
  return { ...topology, endpoints };
}

function withListener(
  topology: Topology,
  { sandboxId, proto, port, from, to }: Change<'listen'>,
): Topology | undefined {
  const { kernel } = topology;
  const facts = kernel?.sandboxes.get(sandboxId);
  if (kernel === undefined || facts?.listeners === undefined) return undefined;
  const listeners = facts.listeners.map((one) =>
    one.proto === proto && one.port === port && one.address === from
      ? { ...one, address: to }
      : one,
  );
  const sandboxes = new Map([...kernel.sandboxes, [sandboxId, { ...facts, listeners }]]);
  return { ...topology, kernel: { ...kernel, sandboxes } };
}

/** Published, and taken by docker-proxy where the host's sockets were read: it needs no rule for loopback. */
function withPublished(
  topology: Topology,
  { containerId, hostAddress, port, proto }: Change<'publish'>,
): Topology | undefined {
  const container = topology.containers.find(({ id }) => id === containerId);
  const carrier = topology.endpoints.find(
    (one) =>
      one.containerId === containerId && isKnown(one.gatewayFor) && one.gatewayFor.value.length > 0,
  );
  if (container === undefined || carrier === undefined) return undefined;
  const address = isKnown(carrier.ipv4) ? carrier.ipv4 : carrier.ipv6;
  if (!isKnown(address)) return undefined;
  const text = `${hostAddress}:${port}/${port}/${proto}`;
  const published: PublishedPort = {
    id: `${container.id}/${text}`,
    key: `${container.key}/${text}`,
    containerId,
    endpointId: carrier.id,
    proto,
    containerPort: predicted(port, rule),
    hostAddress: predicted(hostAddress, rule),
    hostPort: predicted(port, rule),
    active: true,
  };
  const publishedPorts = [...topology.publishedPorts, published].sort((a, b) =>
    a.key < b.key ? -1 : 1,
  );
  const { kernel } = topology;
  if (kernel?.host?.listeners === undefined) return { ...topology, publishedPorts };
  const listener: Listener = { proto, address: hostAddress, port, program: 'docker-proxy' };
  const host: NamespaceFacts = {
    ...kernel.host,
    listeners: [...kernel.host.listeners, listener],
  };
  const proxy = {
    proto,
    hostAddress,
    hostPort: port,
    containerAddress: address.value.address,
    containerPort: port,
  };
  const proxies = kernel.proxies === undefined ? {} : { proxies: [...kernel.proxies, proxy] };
  return { ...topology, publishedPorts, kernel: { ...kernel, host, ...proxies } };
}

function parseRule(text: string, { family, table, chain }: RuleRef): Rule | undefined {
  const save = `*${table}\n:${chain} - [0:0]\n${text}\nCOMMIT\n`;
  const read = readIptablesSave(save, family === 6 ? 'ip6' : 'ip');
  return read.tables[0]?.chains[0]?.rules[0];
}

/** The host's rules with one chain changed, its rules numbered anew. */
function withRules(
  topology: Topology,
  place: RuleRef,
  change: (rules: readonly Rule[]) => readonly Rule[],
): Topology | undefined {
  const { kernel } = topology;
  const read = kernel?.host?.packetFilter;
  if (kernel?.host === undefined || read === undefined) return undefined;
  const family = place.family === 6 ? 'ip6' : 'ip';
  const packetFilter: RuleSet = {
    ...read,
    tables: read.tables.map((table) =>
      table.family !== family || table.name !== place.table
        ? table
        : {
            ...table,
            chains: table.chains.map((chain) =>
              chain.name === place.chain
                ? {
                    ...chain,
                    rules: change(chain.rules).map((one, at) => ({ ...one, index: at + 1 })),
                  }
                : chain,
            ),
          },
    ),
  };
  return { ...topology, kernel: { ...kernel, host: { ...kernel.host, packetFilter } } };
}
