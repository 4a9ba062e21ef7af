import type { Rule, RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import type { Namespace, World } from '../trace/world';
import { AddressRanks } from './addressRanks';
import { guardsOf, type Guards } from './guards';
import { orderOf, RuleRuns, type RulePlace } from './ruleRuns';
import { isLinkLocal, SandboxTraits } from './sandboxTraits';
import { Tokens, type Owner } from './tokens';

/** What decides how a namespace is treated, with its own names and addresses taken out. */
export interface Traits {
  /** Namespaces of one shape are treated alike, as long as the others involved stand to them alike. */
  readonly shape: number;
  /** Its bridges, by number, in the order of its interfaces. */
  readonly bridges: readonly number[];
  /** Where rules about it and its bridges stand that others' rules may come before, see RuleRuns. */
  readonly places: readonly number[];
}

interface Told {
  readonly texts: string[];
  readonly places: RulePlace[];
}

/**
 * Tells which namespaces no rule, route or setting tells apart. Every rule, route and setting of the host is put
 * down to the one namespace or bridge it is about; what is about none is common to all, and what is about
 * several, or holds for everybody but one, makes those single. Own names and addresses are replaced by their
 * roles. What remains equal is treated alike: swapping the two changes no answer.
 */
export class Likeness {
  private readonly tokens: Tokens;
  private readonly ofBridge: Told[];
  private readonly ofNamespace = new Map<string, Told>();
  private readonly singleBridges = new Set<number>();
  private readonly singleNamespaces = new Set<string>();
  private readonly ranks: AddressRanks;
  private readonly literals = new Set<string>();
  private readonly beginnings = new Set<string>();
  private readonly runs: RuleRuns;
  private readonly sandboxTraits: SandboxTraits;
  private readonly shapes = new Map<string, number>();
  private readonly known = new Map<string, Traits>();

  constructor(
    private readonly topology: Topology,
    private readonly world: World,
    rules: RuleSet,
    literalPorts: ReadonlySet<number>,
    private readonly ownRules: (namespace: Namespace) => RuleSet,
  ) {
    this.tokens = new Tokens(topology, world, literalPorts);
    this.runs = new RuleRuns(!this.tokens.overlap);
    this.sandboxTraits = new SandboxTraits(topology);
    this.ofBridge = this.tokens.bridges.map(() => ({ texts: [], places: [] }));
    for (const clash of this.tokens.clashes) this.single(clash);
    this.readRules(rules);
    this.readHost();
    for (const namespace of world.namespaces.values()) {
      for (const { destination, gateway = '', preferredSource = '' } of namespace.routing.routes)
        for (const word of [destination, gateway, preferredSource]) this.note(word);
    }
    this.ranks = new AddressRanks(this.literals);
  }

  of(namespace: Namespace): Traits {
    const known = this.known.get(namespace.id);
    if (known !== undefined) return known;
    const bridges = this.tokens.bridgesOf(namespace.id);
    const own = this.ofNamespace.get(namespace.id) ?? { texts: [], places: [] };
    const places = [...own.places, ...bridges.flatMap((one) => this.placesOf(one))];
    const text = this.describe(namespace, bridges, own);
    const shape = this.shapes.get(text) ?? this.shapes.size;
    this.shapes.set(text, shape);
    const traits = { shape, bridges, places: this.runs.contested(places) };
    this.known.set(namespace.id, traits);
    return traits;
  }

  private describe(namespace: Namespace, bridges: readonly number[], own: Told): string {
    const { tokens } = this;
    const regular =
      namespace.kind === 'sandbox' &&
      !this.singleNamespaces.has(namespace.id) &&
      bridges.every((one) => !this.singleBridges.has(one)) &&
      namespace.interfaces.every(({ wire }) => ['loopback', 'bridge-port'].includes(wire.kind));
    if (!regular) return namespace.id;
    const plain = {
      inside: this.insideOf(namespace),
      ...this.sandboxTraits.of(namespace),
      bridges: bridges.map((one) => tokens.bridges[one]?.settings ?? []),
      ranks: tokens.addressesOf(namespace.id, bridges).map((address) => this.ranks.rank(address)),
      beginnings: bridges.map((one) =>
        [...this.beginnings].filter((text) => tokens.bridges[one]?.device.startsWith(text)),
      ),
      own: own.texts,
      order: this.orderWithin(own.places, bridges),
    };
    const bridgeTexts = bridges.map((one) => this.ofBridge[one]?.texts ?? []);
    const owner: Owner = { kind: 'namespace', id: namespace.id };
    return JSON.stringify([tokens.withRoles(JSON.stringify(plain), owner), bridgeTexts]);
  }

  private insideOf(namespace: Namespace): object {
    return this.ownRules(namespace).tables.flatMap(({ family, name, chains }) =>
      chains.map((chain) => [
        family,
        name,
        chain.name,
        chain.base,
        chain.rules.filter(forQuestions).map(content),
      ]),
    );
  }

  /** How its own rules stand among those of its bridges, and those of its bridges among each other. */
  private orderWithin(own: readonly RulePlace[], bridges: readonly number[]): object {
    const places = bridges.map((one) => this.placesOf(one));
    const contested = places.map((one) => this.runs.contested(one));
    return [
      own.map(({ stretch, index }) =>
        places.map((of) => of.filter((one) => one.stretch === stretch && one.index < index).length),
      ),
      contested.flatMap((one, at) => contested.slice(0, at).map((other) => orderOf(one, other))),
    ];
  }

  private placesOf(bridge: number): readonly RulePlace[] {
    return this.ofBridge[bridge]?.places ?? [];
  }

  private readRules(rules: RuleSet): void {
    for (const { tool, family, name, chains, sets } of rules.tables) {
      for (const chain of chains) {
        let common = 0;
        for (const rule of chain.rules) {
          const text = `${chain.name} ${JSON.stringify(content(rule))}`;
          const where = `${tool} ${family} ${name}`;
          const owner = this.ownerOf(text);
          const guards = guardsOf(rule, chain.name, this.tokens);
          this.noteBeginnings(rule);
          if (owner === undefined || isOpen(guards)) {
            if (owner !== undefined) {
              this.single(owner);
              this.gather(text);
            }
            common += 1;
            for (const publisher of this.tokens.publishersIn(text)) this.single(publisher);
          } else {
            const stretch = `${where} ${chain.name} ${common}`;
            const place = this.runs.place(stretch, rule.index, owner.kind, guards);
            this.put(owner, `${where} ${common} ${text}`, place);
          }
        }
      }
      this.readSets(`${tool} ${family} ${name}`, sets);
    }
    this.readSets('ipset', rules.ipsets);
  }

  private readSets(where: string, sets: RuleSet['ipsets']): void {
    for (const set of sets) {
      for (const entry of set.entries) {
        const text = `${where} ${set.name} ${JSON.stringify(entry)}`;
        const owner = this.ownerOf(text);
        if (owner !== undefined) this.put(owner, text);
      }
    }
  }

  private readHost(): void {
    const { host } = this.world;
    for (const route of host.routing.routes) {
      if (!isLinkLocal(route.destination)) this.readLine('route', route);
    }
    for (const rule of host.routingRules) this.readLine('policy', rule);
    for (const proxy of this.world.proxies) this.readLine('proxy', proxy);
    for (const held of this.world.heldPorts) this.readLine('held', held);
    for (const { proto, address, port, program } of host.listeners ?? []) {
      this.readLine('listener', { proto, address, port, program });
    }
    for (const { name, up, addresses } of host.interfaces) {
      const placed = addresses.filter(({ scope }) => scope !== 'link');
      this.readLine('interface', { name, up, addresses: placed });
    }
    for (const [name, value] of host.sysctl) {
      const device = /^net\.ipv[46]\.\w+\.(.+)\.\w+$/.exec(name)?.[1];
      const owner = device === undefined ? undefined : this.ownerOf(`"${device}"`);
      if (owner !== undefined && device !== undefined) {
        this.put(owner, `${name.replace(device, '*')} ${value}`);
      }
    }
    for (const route of this.topology.outside?.routes ?? []) this.literals.add(route);
  }

  private readLine(kind: string, line: object): void {
    const text = `${kind} ${JSON.stringify(line)}`;
    const owner = this.ownerOf(text);
    if (owner !== undefined) this.put(owner, text);
  }

  private noteBeginnings({ matches }: Rule): void {
    for (const match of matches) {
      if (!('names' in match)) continue;
      for (const name of match.names) if (name.kind === 'beginning') this.beginnings.add(name.text);
    }
  }

  private ownerOf(text: string): Owner | undefined {
    const owners = this.tokens.ownersIn(text);
    const owner = this.tokens.only(owners);
    if (owner !== undefined) return owner;
    for (const each of owners) this.single(each);
    this.gather(text);
    return undefined;
  }

  private put(owner: Owner, text: string, place?: RulePlace): void {
    const told = this.told(owner);
    told.texts.push(this.tokens.withRoles(text, owner));
    if (place !== undefined) told.places.push(place);
  }

  private told(owner: Owner): Told {
    if (owner.kind === 'bridge') return this.ofBridge[owner.bridge] ?? { texts: [], places: [] };
    const known = this.ofNamespace.get(owner.id) ?? { texts: [], places: [] };
    this.ofNamespace.set(owner.id, known);
    return known;
  }

  private single(owner: Owner): void {
    if (owner.kind === 'bridge') this.singleBridges.add(owner.bridge);
    else this.singleNamespaces.add(owner.id);
  }

  /** Addresses and prefixes that are nobody's own may still tell addresses apart. */
  private gather(text: string): void {
    for (const [word] of text.matchAll(/[0-9a-fA-F.:/]{3,}/g)) this.note(word);
  }

  private note(word: string): void {
    if (!this.literals.has(word) && /[.:]/.test(word) && !this.tokens.has(word))
      this.literals.add(word);
  }
}

/** Whether a rule may hold for anybody. */
function isOpen({ own, bridge }: Guards): boolean {
  return own === 0 && bridge === 0;
}

function content({ matches, actions, notUnderstood, text }: Rule): object {
  return { matches, actions, ...(notUnderstood === undefined ? {} : { text }) };
}

/** The embedded resolver's ports are drawn by lot, and no question is about them. */
function forQuestions(rule: Rule): boolean {
  return !/127\.0\.0\.11/.test(JSON.stringify([rule.matches, rule.actions]));
}
