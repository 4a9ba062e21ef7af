import type { Endpoint } from '../model/endpoint';
import type { LooseVeth, VethPair } from '../model/host';
import type { KernelInterface, NamespaceFacts } from '../model/kernel';
import type { Network, NetworkId } from '../model/network';
import { isKnown, observed, predicted, unknown, type Fact } from '../model/provenance';
import type { SandboxId } from '../model/sandbox';
import type { LearnedAddress } from './bridgesForwarding';
import { hostDevice } from './hostInterfaces';
import { optional } from './kernelJson';

/** What pairing rests on. */
export interface WireFacts {
  /** The host's devices. */
  readonly interfaces: readonly KernelInterface[];
  readonly forwarding: readonly LearnedAddress[];
  readonly sandboxes: ReadonlyMap<SandboxId, NamespaceFacts>;
  /** The sandbox an endpoint is in; absent for orphans. */
  readonly sandboxOf: (endpoint: Endpoint) => SandboxId | undefined;
}

/** An endpoint on a bridge whose wire is looked for. */
interface Plug {
  readonly endpoint: Endpoint;
  readonly bridge?: string;
  readonly sandbox?: SandboxId;
  /** Its interface in its namespace, where that was read. */
  readonly own?: KernelInterface;
}

type Claim = Fact<KernelInterface>;

/** The interface of a namespace that is the endpoint's: by MAC address, else by IP address. */
export function interfaceOf(
  endpoint: Endpoint,
  interfaces: readonly KernelInterface[],
): KernelInterface | undefined {
  const mac = isKnown(endpoint.mac) ? endpoint.mac.value.toLowerCase() : undefined;
  const addresses = [endpoint.ipv4, endpoint.ipv6].flatMap((fact) =>
    isKnown(fact) ? [fact.value.address] : [],
  );
  const byMac = interfaces.filter((one) => one.mac !== undefined && one.mac === mac);
  const found = byMac.length > 0 ? byMac : interfaces;
  const byAddress = found.filter((one) =>
    one.addresses.some(({ address }) => addresses.includes(address)),
  );
  const [only, another] = byAddress.length > 0 ? byAddress : byMac;
  return another === undefined ? only : undefined;
}

/**
 * Which veth of the host is the other end of which endpoint's interface. Three ways, the surest
 * first: each end names the other's index (veth(4): `link_index` counts in the other's namespace, `link_netnsid` tells
 * namespaces apart); the bridge has learned the endpoint's MAC address at that port; the port leads
 * to a namespace that another wire of the container leads to. What is left over on both sides is paired as a prediction when there is one of
 * each. Anything else stays unknown.
 */
export function pairVeths(
  endpoints: readonly Endpoint[],
  networks: readonly Network[],
  facts: WireFacts,
): readonly VethPair[] {
  const plugs = plugsOf(endpoints, networks, facts);
  const veths = facts.interfaces.filter(({ kind }) => kind === 'veth');
  const claims = new Map<Plug, Claim>();
  claim(plugs, claims, (plug) => byIndex(plug, veths));
  claim(plugs, claims, (plug) => byForwarding(plug, veths, facts.forwarding));
  for (let before = -1; before !== claims.size;) {
    before = claims.size;
    claim(plugs, claims, (plug) => byNamespace(plug, plugs, veths, claims));
  }
  claim(plugs, claims, (plug) => byElimination(plug, plugs, veths, claims));
  return plugs.map((plug) => pairOf(plug, claims.get(plug), veths, facts));
}

/** Veths that no pair has and that the host does not use itself. */
export function looseVeths(
  pairs: readonly VethPair[],
  endpoints: readonly Endpoint[],
  networks: readonly Network[],
  facts: WireFacts,
  isTaken: (name: string) => boolean,
): readonly LooseVeth[] {
  const paired = new Set(pairs.flatMap(({ hostEnd }) => (isKnown(hostEnd) ? hostEnd.value : [])));
  const open = new Set(
    pairs.flatMap(({ endpointId, hostEnd }) => (isKnown(hostEnd) ? [] : [endpointId])),
  );
  const searched = plugsOf(
    endpoints.filter(({ id }) => open.has(id)),
    networks,
    facts,
  ).map(({ bridge }) => bridge);
  return facts.interfaces
    .filter(({ kind, name }) => kind === 'veth' && !paired.has(name) && !isTaken(name))
    .map((veth) => {
      const undecided = searched.some((bridge) => bridge === undefined || bridge === veth.master);
      return {
        ...hostDevice(veth),
        ...optional('master', veth.master),
        kind: undecided ? ('undecided' as const) : ('left-over' as const),
        otherEnd: otherEnd(veth),
      };
    });
}

function otherEnd({ linkIndex, linkNamespace }: KernelInterface): string {
  if (linkIndex === undefined) return 'not told';
  return linkNamespace === undefined
    ? `interface ${linkIndex} of the host itself`
    : `interface ${linkIndex} of the namespace that the host numbers ${linkNamespace}`;
}

function plugsOf(
  endpoints: readonly Endpoint[],
  networks: readonly Network[],
  { sandboxes, sandboxOf }: WireFacts,
): readonly Plug[] {
  const bridged = new Map<NetworkId, Network>(
    networks.flatMap((network) => (network.kind === 'bridge' ? [[network.id, network]] : [])),
  );
  return endpoints.flatMap((endpoint) => {
    const network = bridged.get(endpoint.networkId);
    if (network === undefined || !endpoint.active) return [];
    const sandbox = sandboxOf(endpoint);
    const inside = sandbox === undefined ? undefined : sandboxes.get(sandbox)?.interfaces;
    const own = inside && interfaceOf(endpoint, inside);
    const bridge = isKnown(network.bridgeDevice) ? network.bridgeDevice.value : undefined;
    return [
      {
        endpoint,
        ...optional('bridge', bridge),
        ...optional('sandbox', sandbox),
        ...optional('own', own),
      },
    ];
  });
}

/** Takes what a way finds for the plugs that have none yet; a veth that two of them want goes to neither. */
function claim(
  plugs: readonly Plug[],
  claims: Map<Plug, Claim>,
  find: (plug: Plug) => Claim | undefined,
): void {
  const taken = new Set([...claims.values()].map(({ value }) => value));
  const wanted = new Map<KernelInterface, (readonly [Plug, Claim])[]>();
  for (const plug of plugs) {
    const found = claims.has(plug) ? undefined : find(plug);
    if (found === undefined || taken.has(found.value)) continue;
    const others = wanted.get(found.value) ?? [];
    wanted.set(found.value, [...others, [plug, found]]);
  }
  for (const [first, ...others] of wanted.values()) {
    if (first !== undefined && others.length === 0) claims.set(...first);
  }
}

function byIndex({ own, bridge }: Plug, veths: readonly KernelInterface[]): Claim | undefined {
  if (own?.kind !== 'veth') return undefined;
  // Indexes are counted in each namespace anew, so both must agree, and the port be on its bridge.
  const found = veths.find(
    ({ index, linkIndex }) => index === own.linkIndex && linkIndex === own.index,
  );
  if (found === undefined || !isOn(found, bridge)) return undefined;
  return observed(found, 'ip -d -j addr on the host and in the container’s namespace');
}

function byForwarding(
  { endpoint, bridge, own }: Plug,
  veths: readonly KernelInterface[],
  forwarding: readonly LearnedAddress[],
): Claim | undefined {
  const mac = own?.mac ?? (isKnown(endpoint.mac) ? endpoint.mac.value.toLowerCase() : undefined);
  const learned = forwarding.filter((one) => one.mac === mac);
  const ports = veths.filter((veth) =>
    learned.some(({ device, bridge: on }) => device === veth.name && on === veth.master),
  );
  const [found, another] = ports.filter((port) => isOn(port, bridge));
  if (found === undefined || another !== undefined || !agrees(found, own)) return undefined;
  return observed(found, 'bridge -j fdb');
}

/** The wires of one container lead to one namespace, which the host gives one number. */
function byNamespace(
  plug: Plug,
  plugs: readonly Plug[],
  veths: readonly KernelInterface[],
  claims: ReadonlyMap<Plug, Claim>,
): Claim | undefined {
  const { sandbox, bridge } = plug;
  if (sandbox === undefined || bridge === undefined) return undefined;
  const numbers = new Set(
    plugs
      .flatMap((one) => (one.sandbox === sandbox ? (claims.get(one)?.value ?? []) : []))
      .map(({ linkNamespace }) => linkNamespace),
  );
  const [found, another] = freePorts(plug, veths, claims).filter(
    ({ linkNamespace }) => linkNamespace !== undefined && numbers.has(linkNamespace),
  );
  const rivals = openPlugs(plugs, claims, bridge).filter((one) => one.sandbox === sandbox);
  if (found === undefined || another !== undefined || rivals.length !== 1) return undefined;
  return observed(found, 'ip -d -j addr: it leads to the namespace of the container’s other wire');
}

function byElimination(
  plug: Plug,
  plugs: readonly Plug[],
  veths: readonly KernelInterface[],
  claims: ReadonlyMap<Plug, Claim>,
): Claim | undefined {
  const { bridge } = plug;
  if (bridge === undefined || openPlugs(plugs, claims, bridge).length !== 1) return undefined;
  const [found, another] = freePorts(plug, veths, claims);
  if (found === undefined || another !== undefined) return undefined;
  // A port into a namespace that is known to be another container's is not this one's.
  const strangers = new Set(
    [...claims].flatMap(([one, { value }]) =>
      one.sandbox === plug.sandbox ? [] : (value.linkNamespace ?? []),
    ),
  );
  if (found.linkNamespace !== undefined && strangers.has(found.linkNamespace)) return undefined;
  return predicted(found, `${bridge} has one port and one endpoint that are not paired otherwise`);
}

function openPlugs(
  plugs: readonly Plug[],
  claims: ReadonlyMap<Plug, Claim>,
  bridge: string,
): readonly Plug[] {
  // An endpoint whose bridge is not known could be on this one.
  return plugs.filter(
    (one) => !claims.has(one) && (one.bridge === undefined || one.bridge === bridge),
  );
}

function freePorts(
  { bridge, own }: Plug,
  veths: readonly KernelInterface[],
  claims: ReadonlyMap<Plug, Claim>,
): readonly KernelInterface[] {
  const taken = new Set([...claims.values()].map(({ value }) => value));
  return veths.filter((veth) => veth.master === bridge && !taken.has(veth) && agrees(veth, own));
}

/** Where the namespace was read, nothing may contradict what its interface says. */
function agrees(veth: KernelInterface, own: KernelInterface | undefined): boolean {
  return own === undefined || (own.linkIndex === veth.index && veth.linkIndex === own.index);
}

function isOn({ master }: KernelInterface, bridge: string | undefined): boolean {
  return bridge === undefined ? master !== undefined : master === bridge;
}

function pairOf(
  plug: Plug,
  claimed: Claim | undefined,
  veths: readonly KernelInterface[],
  facts: WireFacts,
): VethPair {
  const { endpoint, own } = plug;
  return {
    endpointId: endpoint.id,
    hostEnd:
      claimed === undefined
        ? unknown(whyOpen(plug, veths, facts), 'reading the network namespace of the container')
        : { value: claimed.value.name, source: claimed.source },
    containerEnd:
      own === undefined
        ? endpoint.interfaceName
        : observed(own.name, 'ip -d -j addr in the container’s namespace'),
    ...optional('device', claimed && hostDevice(claimed.value)),
  };
}

function whyOpen(
  { bridge, own }: Plug,
  veths: readonly KernelInterface[],
  { interfaces }: WireFacts,
): string {
  if (bridge === undefined) return 'which bridge the network has is not known';
  if (!interfaces.some(({ name }) => name === bridge)) return `the host has no bridge ${bridge}`;
  const ports = veths.filter(({ master }) => master === bridge);
  if (ports.length === 0) return `${bridge} has no veth on it`;
  if (own !== undefined) return `no port of ${bridge} names this interface as its other end`;
  return `${bridge} has not learned at which port the endpoint’s MAC address is`;
}
