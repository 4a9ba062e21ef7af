import { contains } from '../../model/address';
import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import { isKnown } from '../../model/provenance';
import type { Sandbox } from '../../model/sandbox';
import type { Topology } from '../../model/topology';
import { topologyIndex, type TopologyIndex } from '../../model/topologyIndex';
import { observedNamespace } from './observedNamespace';
import type { Possibility } from './possibility';
import { predictedHost, predictedSysctl } from './predictedHost';
import { heldPorts, publishedProxies } from './predictedProxies';
import { predictedSandbox, type PredictedPlug } from './predictedSandbox';
import { connectWires, type SandboxPlugs } from './connectWires';
import { unlistedSandboxes } from './unlistedSandboxes';
import type { Namespace, World } from './world';

/** The machine of a topology, from what was read and, where nothing was, from the engine's rules. */
export function buildWorld(topology: Topology, possibility: Possibility): World {
  const host = hostNamespace(topology, running(topology, hostSandbox(topology)), possibility);
  const sandboxes = sandboxesOf(topology).map(unplugged);
  sandboxes.push(...unlistedSandboxes(topology));
  connectWires(topology, host, sandboxes, possibility.options.userlandProxy === false);
  return {
    topology,
    host,
    namespaces: new Map([
      ['host', host],
      ...sandboxes.map(({ namespace }) => [namespace.id, namespace] as const),
    ]),
    proxies: topology.kernel?.proxies ?? publishedProxies(topology, possibility.options),
    heldPorts: heldPorts(topology, possibility.options),
    possibility,
  };
}

const known = new WeakMap<Topology, readonly SandboxPlugs[]>();

/** The sandboxes of a topology: the same whatever is supposed of its host, their wires apart. */
function sandboxesOf(topology: Topology): readonly SandboxPlugs[] {
  const made = known.get(topology) ?? makeSandboxes(topology);
  known.set(topology, made);
  return made;
}

function makeSandboxes(topology: Topology): readonly SandboxPlugs[] {
  const index = topologyIndex(topology);
  const sandboxes: SandboxPlugs[] = [];
  for (const sandbox of topology.sandboxes) {
    if (sandbox.kind === 'host') continue;
    const containers = running(topology, sandbox);
    if (containers.length === 0) continue;
    const plugs = containers.flatMap((one) =>
      plugsOf(topology, index.networks, index.endpointsOf(one.id)),
    );
    const about = {
      id: sandbox.id,
      kind: 'sandbox' as const,
      label: containers[0]?.name.value ?? sandbox.id,
      containers,
    };
    const facts = topology.kernel?.sandboxes.get(sandbox.id);
    const namespace =
      (facts === undefined ? undefined : observedNamespace(facts, about)) ??
      predictedSandbox(about, plugs, topology.engine);
    sandboxes.push({ namespace, plugs });
  }
  return sandboxes;
}

/** Interfaces of its own for each world, as each plugs them into its own wires. */
function unplugged({ namespace, plugs }: SandboxPlugs): SandboxPlugs {
  const interfaces = namespace.interfaces.map((one) => ({ ...one }));
  return { namespace: { ...namespace, interfaces }, plugs };
}

function hostSandbox(topology: Topology): Sandbox | undefined {
  return topology.sandboxes.find(({ id }) => id === 'host');
}

function running(topology: Topology, sandbox: Sandbox | undefined): readonly Container[] {
  const { containers } = topologyIndex(topology);
  return (sandbox?.containerIds ?? []).flatMap((id) => containers.get(id) ?? []).filter(runs);
}

function hostNamespace(
  topology: Topology,
  containers: readonly Container[],
  possibility: Possibility,
): Namespace {
  const facts = topology.kernel?.host;
  const observed =
    facts === undefined
      ? undefined
      : observedNamespace(facts, { id: 'host', kind: 'host', label: 'the host', containers });
  if (observed === undefined) return predictedHost(topology, containers, possibility);
  const links = facts?.interfaces ?? [];
  const bridges = links.filter(({ kind }) => kind === 'bridge').map(({ name }) => name);
  return {
    ...observed,
    sysctl: new Map([
      ...(observed.sysctl.size === 0 ? predictedSysctl(topology, bridges, possibility) : []),
      ...closedBridges(topology, observed),
      ...observed.sysctl,
    ]),
  };
}

/**
 * Podman closes an internal network by switching forwarding off on its bridge, without any rule
 * (netavark: network/bridge.rs). Used where that setting was not read.
 */
function closedBridges(
  topology: Topology,
  host: Namespace,
): readonly (readonly [string, string])[] {
  if (topology.engine.product !== 'podman') return [];
  const subnets = topology.networks
    .filter(({ internal, kind }) => internal.value && kind === 'bridge')
    .flatMap(({ ipam }) => ipam.flatMap(({ subnet }) => (isKnown(subnet) ? [subnet.value] : [])));
  return host.interfaces
    .filter(({ addresses }) =>
      addresses.some(({ address }) => subnets.some((subnet) => contains(subnet, address))),
    )
    .map(({ name }) => [`net.ipv4.conf.${name}.forwarding`, '0'] as const);
}

/** Whether the container's sandbox exists: also while it is paused or only planned. */
function runs({ state }: Container): boolean {
  const { value } = state;
  return value === 'running' || value === 'paused' || value === 'planned';
}

function plugsOf(
  topology: Topology,
  networks: TopologyIndex['networks'],
  endpoints: readonly Endpoint[],
): readonly PredictedPlug[] {
  const planned = topology.origin.kind === 'compose';
  const usable = endpoints.flatMap((endpoint) => {
    const network = networks.get(endpoint.networkId);
    const carries = network !== undefined && network.kind !== 'host' && network.kind !== 'none';
    return carries && (endpoint.active || planned) ? [{ endpoint, network }] : [];
  });
  return usable.map(({ endpoint, network }, index) => ({
    endpoint,
    network,
    name: isKnown(endpoint.interfaceName) ? endpoint.interfaceName.value : `eth${index}`,
  }));
}
