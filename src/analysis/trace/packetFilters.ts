import type { AddressFamily, Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { predictRules } from '../../netfilter/predict/predictRules';
import { readIptablesSave } from '../../netfilter/readIptablesSave';
import type { Possibility } from './possibility';
import type { Namespace } from './world';

const none: RuleSet = { tables: [], ipsets: [], problems: [] };

/** The packet filter of a namespace: observed, else what the engine writes there. */
export function packetFilterOf(
  topology: Topology,
  namespace: Namespace,
  { options }: Possibility,
): RuleSet {
  if (namespace.kind === 'host') {
    const read = topology.kernel?.host?.packetFilter;
    if (read !== undefined) return read;
    const rules = predictRules(topology, { daemonOptions: options });
    return isKnown(rules) ? rules.value : masquerading(topology);
  }
  return (
    topology.kernel?.sandboxes.get(namespace.id)?.packetFilter ??
    predictedTaskFilter(topology, namespace)
  );
}

/** Podman hides the addresses of its networks from the outside (netavark: firewall/nft.rs, `nv_…` chains). */
function masquerading({ engine, networks }: Topology): RuleSet {
  if (engine.product !== 'podman') return none;
  const subnets = networks
    .filter(({ kind, internal }) => kind === 'bridge' && !internal.value)
    .flatMap(({ ipam }) => ipam)
    .flatMap(({ subnet, family }) => (isKnown(subnet) ? [{ subnet: subnet.value, family }] : []));
  const table = (wanted: AddressFamily) => [
    '*nat',
    ...subnets
      .filter(({ family }) => family === wanted)
      .map(({ subnet }) => `-A POSTROUTING -s ${subnet} ! -d ${subnet} -j MASQUERADE`),
    'COMMIT',
  ];
  const [four, six] = [table(4), table(6)].map((lines) =>
    [lines[0], ':POSTROUTING ACCEPT [0:0]', ...lines.slice(1), ''].join('\n'),
  );
  return {
    ...none,
    tables: [
      ...readIptablesSave(four ?? '', 'ip').tables,
      ...readIptablesSave(six ?? '', 'ip6').tables,
    ],
  };
}

/**
 * A swarm task lets only its published ports in by the ingress network (moby: addRedirectRules,
 * service_linux.go); other sandboxes filter nothing.
 */
function predictedTaskFilter(topology: Topology, { containers }: Namespace): RuleSet {
  const ids = new Set(containers.map(({ id }) => id));
  for (const network of topology.networks.filter(({ ingress }) => ingress.value)) {
    const endpoint = topology.endpoints.find(
      ({ containerId = '', networkId }) => networkId === network.id && ids.has(containerId),
    );
    if (endpoint !== undefined && isKnown(endpoint.ipv4)) {
      return readIptablesSave(taskFilter(network, endpoint.ipv4.value.address), 'ip');
    }
  }
  return none;
}

function taskFilter(network: Network, address: string): string {
  const service = network.services?.find(({ tasks }) =>
    tasks.some((task) => task.address === address),
  );
  const ports = service?.ports ?? [];
  const blocked = ['sctp', 'udp', 'tcp'];
  return [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ...ports.map(
      ({ target }) =>
        `-A INPUT -d ${address}/32 -p tcp -m tcp --dport ${target} -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT`,
    ),
    ...blocked.map((proto) => `-A INPUT -d ${address}/32 -p ${proto} -j DROP`),
    ...ports.map(
      ({ target }) =>
        `-A OUTPUT -s ${address}/32 -p tcp -m tcp --sport ${target} -m conntrack --ctstate ESTABLISHED -j ACCEPT`,
    ),
    ...blocked.map((proto) => `-A OUTPUT -s ${address}/32 -p ${proto} -j DROP`),
    'COMMIT',
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ...ports.map(
      ({ target, published }) =>
        `-A PREROUTING -d ${address}/32 -p tcp -m tcp --dport ${published} -j REDIRECT --to-ports ${target}`,
    ),
    'COMMIT',
    '',
  ].join('\n');
}
