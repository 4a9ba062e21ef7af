import { parseSubnet } from '../../model/address';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import type { InterfaceAddress, World } from '../trace/world';

/** What a word belongs to; one object for each. */
export type Owner =
  | { readonly kind: 'bridge'; readonly bridge: number }
  | { readonly kind: 'namespace'; readonly id: string };

interface Token {
  readonly owner: Owner;
  readonly role: string;
}

interface KnownBridge {
  readonly device: string;
  /** What the engine's rules for the network depend on. */
  readonly settings: readonly unknown[];
}

const word = '[\\w.:\\-/()%]+';
const ports = /"(first|last|hostPort|port)":(\d+)/g;

/** The names, addresses and published ports that belong to one bridge or one namespace, by what they are there. */
export class Tokens {
  readonly bridges: readonly KnownBridge[];
  /** Whoever shares a word with somebody else. */
  readonly clashes: Owner[] = [];
  /** Whether two bridges share addresses, so that a source or destination does not tell whose it is. */
  readonly overlap: boolean;
  private readonly byWord = new Map<string, Token>();
  private readonly byPort = new Map<string, Token>();
  private readonly bridgesByNamespace = new Map<string, readonly number[]>();
  private readonly addresses = new Map<string, readonly string[]>();
  private readonly subnets: string[][] = [];
  private readonly prefixes = new Set<string>();
  private readonly words: RegExp;

  constructor(topology: Topology, world: World, literalPorts: ReadonlySet<number>) {
    const bridges: KnownBridge[] = [];
    const numbers = new Map<string, number>();
    for (const { wire, name, addresses } of world.host.interfaces) {
      if (wire.kind !== 'bridge') continue;
      const bridge = bridges.length;
      const { network } = wire.segment;
      numbers.set(name, bridge);
      bridges.push({
        device: name,
        settings:
          network === undefined
            ? []
            : [
                network.kind,
                network.isDefaultBridge,
                network.internal.value,
                network.ipv4.value,
                network.ipv6.value,
                Object.entries(network.options.value).filter(
                  ([key]) => !key.endsWith('bridge.name'),
                ),
                network.ipam.map(({ family, gateway }) => [family, isKnown(gateway)]),
              ],
      });
      const owner: Owner = { kind: 'bridge', bridge };
      this.add(name, owner, 'device');
      const subnets = (network?.ipam ?? []).flatMap(({ subnet }) =>
        isKnown(subnet) ? [subnet.value] : [],
      );
      this.subnets.push(subnets);
      for (const subnet of subnets) this.prefixes.add(prefixOf(subnet));
      subnets.forEach((subnet, index) => this.add(subnet, owner, `subnet${index}`));
      placed(addresses).forEach((address, index) => this.add(address, owner, `address${index}`));
      (network?.ipam ?? []).forEach(({ gateway }, index) => {
        if (isKnown(gateway)) this.add(gateway.value, owner, `gateway${index}`);
      });
    }
    this.bridges = bridges;
    this.words = wordsWith([...numbers.keys()]);
    this.overlap = anyOverlap(this.subnets.flat());
    const publishers = new Map<string, Owner>();
    for (const namespace of world.namespaces.values()) {
      if (namespace.kind === 'host') continue;
      const owner: Owner = { kind: 'namespace', id: namespace.id };
      const own = namespace.interfaces.filter(({ loopback }) => !loopback);
      this.bridgesByNamespace.set(
        namespace.id,
        own.flatMap(({ wire }) =>
          wire.kind === 'bridge-port' ? (numbers.get(wire.segment.device) ?? []) : [],
        ),
      );
      this.addresses.set(
        namespace.id,
        own.flatMap(({ addresses }) => placed(addresses)),
      );
      own.forEach(({ addresses, wire }, index) => {
        if (wire.kind === 'bridge-port' && wire.port !== '')
          this.add(wire.port, owner, `port${index}`);
        placed(addresses).forEach((address, order) =>
          this.add(address, owner, `own${index}.${order}`),
        );
      });
      for (const { id } of namespace.containers) publishers.set(id, owner);
    }
    const seen = new Map<Owner, number>();
    for (const { containerId, hostPort } of topology.publishedPorts) {
      const owner = publishers.get(containerId);
      if (owner === undefined || !isKnown(hostPort)) continue;
      const port = String(hostPort.value);
      const before = this.byPort.get(port);
      if (before !== undefined && same(before.owner, owner)) continue;
      if (before !== undefined) this.clashes.push(owner, before.owner);
      // A port that questions ask for by number is no stand-in for another.
      if (literalPorts.has(hostPort.value)) {
        this.clashes.push(owner);
        continue;
      }
      const order = seen.get(owner) ?? 0;
      seen.set(owner, order + 1);
      this.byPort.set(port, { owner, role: `published${order}` });
    }
  }

  bridgesOf(namespace: string): readonly number[] {
    return this.bridgesByNamespace.get(namespace) ?? [];
  }

  /** Addresses and the ends of the subnets of a namespace. */
  addressesOf(namespace: string, bridges: readonly number[]): readonly string[] {
    return [
      ...(this.addresses.get(namespace) ?? []),
      ...bridges.flatMap((one) =>
        (this.subnets[one] ?? []).map((subnet) => subnet.split('/')[0] ?? ''),
      ),
    ];
  }

  has(word: string): boolean {
    return this.find(word) !== undefined;
  }

  /** Whether the ports in a text are published by one namespace alone. */
  portOwner(text: string): boolean {
    const named = [...text.matchAll(ports)];
    return named.length > 0 && named.every(([, , port = '']) => this.byPort.has(port));
  }

  /** Whoever publishes a port that a text names, alone or in a range. */
  publishersIn(text: string): readonly Owner[] {
    const found: Owner[] = [];
    for (const [, first, last] of text.matchAll(/"first":(\d+),"last":(\d+)/g)) {
      for (const [port, { owner }] of this.byPort) {
        if (Number(port) >= Number(first) && Number(port) <= Number(last)) found.push(owner);
      }
    }
    return found;
  }

  /** Everybody a text names, published ports included. */
  ownersIn(text: string): readonly Owner[] {
    const found = new Set<Owner>();
    const note = (token: Token | undefined) => {
      if (token !== undefined) found.add(token.owner);
    };
    for (const [word] of text.matchAll(this.words)) note(this.find(word));
    if (found.size === 0 && !text.startsWith('listener') && !text.startsWith('held')) {
      return [];
    }
    for (const [, , port = ''] of text.matchAll(ports)) note(this.byPort.get(port));
    return [...found];
  }

  /** The one that all of it is about: a namespace with its own bridges, or a bridge. */
  only(owners: readonly Owner[]): Owner | undefined {
    const namespaces = owners.filter((one) => one.kind === 'namespace');
    const [first] = namespaces;
    if (namespaces.length > 1) return undefined;
    if (first === undefined) return owners.length === 1 ? owners[0] : undefined;
    const bridges = this.bridgesOf(first.id);
    return owners.every((one) => one.kind === 'namespace' || bridges.includes(one.bridge))
      ? first
      : undefined;
  }

  /** The text with the owner's own words replaced by what they are to it. */
  withRoles(text: string, owner: Owner): string {
    const bridges = owner.kind === 'bridge' ? [owner.bridge] : this.bridgesOf(owner.id);
    const role = (token: Token | undefined): string | undefined => {
      if (token === undefined) return undefined;
      if (token.owner.kind === 'namespace')
        return same(token.owner, owner) ? `<${token.role}>` : undefined;
      const order = bridges.indexOf(token.owner.bridge);
      return order < 0 ? undefined : `<${order}.${token.role}>`;
    };
    return text
      .replace(this.words, (word) => {
        const exact = this.byWord.get(word);
        if (exact !== undefined) return role(exact) ?? word;
        const placed = this.placed(word);
        if (placed !== undefined) {
          const found = role(placed);
          return found === undefined ? word : found + word.slice(word.indexOf('/'));
        }
        const [before = '', device] = splitChain(word);
        const part = device === undefined ? undefined : role(this.byWord.get(device));
        return part === undefined ? word : before + part;
      })
      .replace(ports, (whole, field: string, port: string) => {
        const found = role(this.byPort.get(port));
        return found === undefined ? whole : `"${field}":"${found}"`;
      });
  }

  private find(word: string): Token | undefined {
    const [, device] = splitChain(word);
    return (
      this.byWord.get(word) ??
      this.placed(word) ??
      (device === undefined ? undefined : this.byWord.get(device))
    );
  }

  /** `172.18.0.2/32`, or `172.18.0.2/16` where that is the network's own prefix. */
  private placed(word: string): Token | undefined {
    const slash = word.indexOf('/');
    const token = slash < 0 ? undefined : this.byWord.get(word.slice(0, slash));
    if (token === undefined || /\/(32|128)$/.test(word)) return token;
    return this.prefixes.has(prefixOf(word)) ? token : undefined;
  }

  private add(word: string, owner: Owner, role: string): void {
    const before = this.byWord.get(word);
    if (before === undefined) this.byWord.set(word, { owner, role });
    else if (!same(before.owner, owner)) this.clashes.push(before.owner, owner);
  }
}

/** Words of a text; devices that are not known yet are called by several words (see bridgeDeviceOf), which are one here. */
function wordsWith(devices: readonly string[]): RegExp {
  const plain = new RegExp(`^${word}$`);
  const odd = devices
    .filter((device) => !plain.test(device))
    .sort((a, b) => b.length - a.length)
    .map((device) => device.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(odd.length === 0 ? word : `(?:[\\w-]+__)?(?:${odd.join('|')})|${word}`, 'g');
}

function prefixOf(cidr: string): string {
  const subnet = parseSubnet(cidr);
  return subnet === undefined ? '' : `${subnet.first}/${subnet.prefixLength}`;
}

function anyOverlap(subnets: readonly string[]): boolean {
  const sorted = subnets
    .flatMap((subnet) => parseSubnet(subnet) ?? [])
    .sort((a, b) => a.family - b.family || (a.first < b.first ? -1 : 1));
  return sorted.some(({ family, first }, index) => {
    const before = sorted[index - 1];
    return before !== undefined && before.family === family && before.last >= first;
  });
}

/** Docker 29 names chains after bridges: `filter-forward-in__br-1234`. */
function splitChain(word: string): readonly [string?, string?] {
  const at = word.indexOf('__');
  return at < 0 ? [] : [word.slice(0, at + 2), word.slice(at + 2)];
}

function same(a: Owner, b: Owner): boolean {
  return a.kind === 'bridge'
    ? b.kind === 'bridge' && a.bridge === b.bridge
    : b.kind === 'namespace' && a.id === b.id;
}

/** Link-local addresses are not asked for, and any interface may have the same. */
function placed(addresses: readonly InterfaceAddress[]): readonly string[] {
  return addresses.flatMap(({ address, scope }) => (scope === 'link' ? [] : [address]));
}
