import { contains, addressFamily } from '../../model/address';
import type { AddressFamily, Network } from '../../model/network';
import type { RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import { readNftJson } from '../readNftJson';
import type { Assumptions } from './assumptions';
import { bindingIndex, bindingsOf, linksOf, type Link } from './bindings';
import { bridgeConfig, type BridgeConfig, type FamilyConfig } from './bridgeConfig';
import type { BuildStep } from './buildSteps';
import { isUnspecified, type PortBinding } from './iptablesEndpoint';
import { NftBook } from './nftBook';
import * as nft from './nftExpressions';

const natChain = 'nat-prerouting-and-output';
const rawChain = 'raw-PREROUTING';

/**
 * The table `docker-bridges` of one family, as the nftables backend of Docker 29 builds it; no table
 * where the engine writes none (moby: docker-v29.7.2, drivers/bridge/internal/nftabler).
 */
export function predictNft(
  topology: Topology,
  steps: readonly BuildStep[],
  family: AddressFamily,
  assumptions: Assumptions,
): RuleSet {
  if (!(family === 4 ? assumptions.iptables : assumptions.ip6tables)) {
    return { tables: [], ipsets: [], problems: [] };
  }
  const writer = new NftWriter(family, assumptions);
  const index = bindingIndex(topology);
  const configs = new Map<string, BridgeConfig>();
  const configOf = (network: Network) => {
    const config = configs.get(network.id) ?? bridgeConfig(network, assumptions.generation);
    if (config !== undefined) configs.set(network.id, config);
    return config;
  };
  for (const step of steps) {
    const config = configOf(step.network);
    const own = config?.family[family];
    if (config === undefined || own?.subnet === undefined) continue;
    if (step.kind === 'network') {
      writer.network(config, own, own.subnet);
      continue;
    }
    const { addresses, bindings } = bindingsOf(index, step.endpoint, family, assumptions);
    for (const address of addresses) writer.endpoint(address, config, own);
    for (const binding of bindings) writer.port(binding, config, own);
    if (family === 4 && !config.icc) {
      for (const link of linksOf(index, step.endpoint, step.network)) writer.link(link, config);
    }
  }
  return readNftJson(writer.book.json());
}

/** Where rules of a bridge's incoming chain stand, whenever they are written. */
const groups = { first: 0, mark: 1, links: 2, between: 3, ports: 4, last: 5 } as const;

class NftWriter {
  readonly book: NftBook;
  readonly #ip: 'ip' | 'ip6';
  readonly #assumptions: Assumptions;

  constructor(family: AddressFamily, assumptions: Assumptions) {
    this.#ip = family === 4 ? 'ip' : 'ip6';
    this.#assumptions = assumptions;
    this.book = new NftBook(this.#ip, 'docker-bridges');
    this.#start(family);
  }

  #start(family: AddressFamily): void {
    const { book } = this;
    const { userlandProxy } = this.#assumptions;
    for (const way of ['filter-forward', 'nat-postrouting']) {
      for (const side of ['in', 'out']) book.deviceMap(`${way}-${side}-jumps`);
    }
    book.base('filter-FORWARD', { type: 'filter', hook: 'forward', prio: 0 });
    book.base('nat-OUTPUT', { type: 'nat', hook: 'output', prio: -100 });
    book.base('nat-POSTROUTING', { type: 'nat', hook: 'postrouting', prio: 100 });
    book.base('nat-PREROUTING', { type: 'nat', hook: 'prerouting', prio: -100 });
    book.chain(natChain);
    book.base(rawChain, { type: 'filter', hook: 'prerouting', prio: -300 });
    book.rule('filter-FORWARD', { expr: [nft.vmap('oifname', 'filter-forward-in-jumps')] });
    book.rule('filter-FORWARD', { expr: [nft.vmap('iifname', 'filter-forward-out-jumps')] });
    book.rule('nat-POSTROUTING', { expr: [nft.vmap('iifname', 'nat-postrouting-out-jumps')] });
    book.rule('nat-POSTROUTING', { expr: [nft.vmap('oifname', 'nat-postrouting-in-jumps')] });
    const toHost = [nft.local('daddr'), nft.counter, nft.jump(natChain)];
    book.rule('nat-PREROUTING', { expr: toHost });
    const loopback = family === 4 ? '127.0.0.0/8' : '::1';
    const skips = userlandProxy ? [nft.address(this.#ip, 'daddr', loopback, '!=')] : [];
    book.rule('nat-OUTPUT', { expr: [...skips, ...toHost] });
  }

  network(config: BridgeConfig, own: FamilyConfig, subnet: string): void {
    const { book } = this;
    const { bridgeAcceptFwmark, userlandProxy } = this.#assumptions;
    const { device } = config;
    const into = `filter-forward-in__${device}`;
    const outOf = `filter-forward-out__${device}`;
    book.leadDevice('filter-forward-in-jumps', device, into);
    book.leadDevice('filter-forward-out-jumps', device, outOf);
    book.leadDevice('nat-postrouting-in-jumps', device, `nat-postrouting-in__${device}`);
    book.leadDevice('nat-postrouting-out-jumps', device, `nat-postrouting-out__${device}`);
    const known = { expr: [nft.establishedConnections, nft.counter, nft.accept] };
    book.rule(into, known);
    book.rule(outOf, known);
    const between = [nft.counter, config.icc ? nft.accept : nft.drop];
    const refuse = [nft.counter, nft.drop];
    if (config.internal) {
      const foreign = nft.device('iifname', device, '!=');
      book.rule(into, { expr: [foreign, ...refuse], comment: 'INTERNAL NETWORK INGRESS' });
      const away = nft.device('oifname', device, '!=');
      book.rule(outOf, { expr: [away, ...refuse], comment: 'INTERNAL NETWORK EGRESS' });
      book.rule(into, { expr: between, comment: 'ICC' }, groups.between);
      return;
    }
    if (own.mode === 'routed') {
      book.rule(into, { expr: [nft.icmp(this.#ip), nft.counter, nft.accept], comment: 'ICMP' });
    }
    if (bridgeAcceptFwmark !== undefined) {
      const marked = [nft.packetMark(bridgeAcceptFwmark), nft.counter, nft.accept];
      book.rule(into, { expr: marked, comment: 'ALLOW FW MARK' }, groups.mark);
    }
    const within = nft.device('iifname', device);
    book.rule(into, { expr: [within, ...between], comment: 'ICC' }, groups.between);
    book.rule(outOf, { expr: [nft.counter, nft.accept], comment: 'OUTGOING' });
    book.rule(
      into,
      own.mode === 'nat-unprotected'
        ? { expr: [nft.counter, nft.accept], comment: 'UNPROTECTED' }
        : { expr: refuse, comment: 'UNPUBLISHED PORT DROP' },
      groups.last,
    );
    const source = [nft.counter, nft.sourceNat(own.hostAddress)];
    const comment = own.hostAddress === undefined ? 'MASQUERADE' : 'SNAT';
    if (config.masquerade && own.mode !== 'routed') {
      const leaves = nft.device('oifname', device, '!=');
      const from = nft.address(this.#ip, 'saddr', subnet);
      book.rule(`nat-postrouting-out__${device}`, { expr: [leaves, from, ...source], comment });
    }
    if (!userlandProxy) {
      const expr = [nft.local('saddr'), ...source];
      book.rule(`nat-postrouting-in__${device}`, { expr, comment: `${comment} FROM HOST` });
    }
  }

  /** Keeps neighbours from an endpoint's address (moby: filterDirectAccess). */
  endpoint(address: string, config: BridgeConfig, own: FamilyConfig): void {
    if (config.internal || own.mode !== 'nat' || this.#assumptions.allowDirectRouting) return;
    const to = nft.address(this.#ip, 'daddr', address);
    const others = nft.otherDevice([config.device, ...config.trustedInterfaces]);
    this.book.rule(
      rawChain,
      { expr: [to, others, nft.counter, nft.drop], comment: 'DROP DIRECT ACCESS' },
      groups.mark,
    );
  }

  /** moby: setPerPortRules. */
  port(binding: PortBinding, config: BridgeConfig, own: FamilyConfig): void {
    if (config.internal) return;
    const { book } = this;
    const { proto, hostAddress, hostPort, containerAddress, containerPort } = binding;
    const { userlandProxy } = this.#assumptions;
    const toContainer = nft.address(this.#ip, 'daddr', containerAddress);
    const toPort = nft.port(proto, 'dport', containerPort);
    if (own.mode !== 'nat-unprotected') {
      const open = { expr: [toContainer, toPort, nft.counter, nft.accept] };
      book.ruleOnce(`filter-forward-in__${config.device}`, open, groups.ports);
    }
    // From IPv6 on the host to IPv4 in the container only docker-proxy leads.
    const sameFamily = addressFamily(hostAddress) === addressFamily(containerAddress);
    if (hostPort === 0 || !sameFamily) return;
    const toHost = [
      ...(isUnspecified(hostAddress) ? [] : [nft.address(this.#ip, 'daddr', hostAddress)]),
      nft.port(proto, 'dport', hostPort),
      nft.counter,
    ];
    book.rule(natChain, {
      expr: [
        ...(userlandProxy ? [nft.device('iifname', config.device, '!=')] : []),
        ...(this.#ip === 'ip6' ? [nft.address('ip6', 'saddr', 'fe80::/10', '!=')] : []),
        ...toHost,
        nft.dnat(containerAddress, containerPort),
      ],
      comment: 'DNAT',
    });
    if (!userlandProxy) {
      const from = nft.address(this.#ip, 'saddr', containerAddress);
      const expr = [from, toContainer, toPort, nft.counter, nft.sourceNat(undefined)];
      const rule = { expr, comment: 'MASQ TO OWN PORT' };
      book.ruleOnce(`nat-postrouting-in__${config.device}`, rule);
    }
    if (this.#ip === 'ip' && contains('127.0.0.0/8', hostAddress)) {
      const expr = [nft.device('iifname', 'lo', '!='), ...toHost, nft.drop];
      book.rule(rawChain, { expr, comment: 'DROP REMOTE LOOPBACK' }, groups.mark);
    }
  }

  /** A legacy link opens the child's exposed ports to the parent, and the way back. */
  link({ parent, child, ports }: Link, { device }: BridgeConfig): void {
    const passes = [nft.counter, nft.accept];
    for (const { port, proto } of ports) {
      const there = [nft.address('ip', 'saddr', parent), nft.address('ip', 'daddr', child)];
      const back = [nft.address('ip', 'daddr', parent), nft.address('ip', 'saddr', child)];
      const chain = `filter-forward-in__${device}`;
      const to = [...there, nft.port(proto, 'dport', port), ...passes];
      this.book.rule(chain, { expr: to }, groups.links);
      const from = [...back, nft.port(proto, 'sport', port), ...passes];
      this.book.rule(chain, { expr: from }, groups.links);
    }
  }
}
