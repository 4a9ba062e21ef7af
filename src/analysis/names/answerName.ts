import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import type { AddressFamily } from '../../model/network';
import type { Topology } from '../../model/topology';
import { aardvarkAddress, aardvarkForwards, aardvarkNetwork, aardvarkPointer } from './aardvark';
import { isAardvarkDomain } from './aardvark';
import { resolveAddress, resolvePointer } from './embeddedResolver';
import { forwardQuery } from './forwardQuery';
import { hostsFile, lookUpHosts, type HostsFile } from './hostsFile';
import type { NameAnswer, NameResult, QueryType, ServerReach } from './nameAnswer';
import { embeddedAddress, resolverOf, userNdots, type Resolver } from './resolverOf';
import { NameIndex } from './nameIndex';

/** Answers what names mean to the containers of one topology. */
export class NameService {
  private readonly index: NameIndex;
  private readonly files = new Map<Container, HostsFile>();
  private readonly resolvers = new Map<Container, Resolver>();

  /** @param reach whether a name server can be reached; asked only for names nobody here owns */
  constructor(
    topology: Topology,
    private readonly reach: ServerReach,
  ) {
    this.index = new NameIndex(topology);
  }

  /** @param name as typed; an address for PTR. A final dot makes a name absolute. */
  answer(container: Container, name: string, queryType: QueryType): NameAnswer {
    switch (queryType) {
      case 'hosts':
        return this.fromHosts(container, name) ?? absentFromHosts(name);
      case 'A':
        return this.atServer(container, name, 4);
      case 'AAAA':
        return this.atServer(container, name, 6);
      case 'PTR':
        return this.pointer(container, name);
      case 'auto':
        return this.asProgram(container, name);
    }
  }

  private fromHosts(container: Container, name: string): NameAnswer | undefined {
    const file = this.files.get(container) ?? hostsFile(this.index, container);
    this.files.set(container, file);
    const wanted = name.replace(/\.$/, '');
    const answers = lookUpHosts(file, wanted);
    if (answers.length === 0 && file.unclear.includes(wanted.toLowerCase())) {
      const why = `/etc/hosts of ${container.name.value} names the host ${name}, with an address the engine does not tell; reading the file would`;
      return { result: 'unknown', answers: [], via: 'hosts', why };
    }
    if (answers.length === 0) return undefined;
    const why = `/etc/hosts of ${container.name.value} ${file.observed ? 'has' : 'gets'} ${name}`;
    return { result: 'ok', answers, via: 'hosts', why };
  }

  private resolverOf(container: Container): Resolver {
    const resolver = this.resolvers.get(container) ?? resolverOf(this.index, container);
    this.resolvers.set(container, resolver);
    return resolver;
  }

  private atServer(container: Container, name: string, family: AddressFamily): NameAnswer {
    const resolver = this.resolverOf(container);
    const server = resolver.nameserver;
    if (server === undefined) return this.hostServers(container, name);
    if (server === embeddedAddress) return this.embedded(container, resolver, name, family);
    const unreachable = this.cannotAsk(container, server);
    if (unreachable !== undefined) return unreachable;
    if (aardvarkNetwork(this.index.topology, server) === undefined) {
      return asked(container, server, name);
    }
    const answers = aardvarkAddress(this.index, container, name, family);
    if (answers === undefined) return this.aardvarkMiss(container, server, name);
    const why = `the networks of ${container.name.value} know ${name}; their answers come together`;
    return { result: answers.length > 0 ? 'ok' : 'nodata', answers, via: server, why };
  }

  private embedded(
    container: Container,
    resolver: Resolver,
    name: string,
    family: AddressFamily,
  ): NameAnswer {
    const owned = resolveAddress(this.index, container, name, family);
    if (owned === undefined) return this.notOwned(container, resolver, name);
    const empty = owned.answers.length === 0;
    const missing = empty ? `, without an IPv${family} address` : '';
    return {
      result: empty ? 'nodata' : 'ok',
      answers: owned.answers,
      via: embeddedAddress,
      why: `${owned.step}${missing}; the first network that has the name answers alone`,
    };
  }

  /** With ndots set by the user, names of one label stay inside (moby: Resolver.serveDNS, NdotsSet). */
  private notOwned(container: Container, resolver: Resolver, name: string): NameAnswer {
    const ndots = userNdots(this.index.owner(container)) ?? 0;
    if (ndots > 0 && !name.replace(/\.$/, '').includes('.')) {
      const why = `no network of ${container.name.value} has ${name}; with ndots set, names without a dot are not asked outside`;
      return { result: 'nodata', answers: [], via: embeddedAddress, why };
    }
    return forwardQuery(this.index, container, resolver, name, this.reach);
  }

  private pointer(container: Container, address: string): NameAnswer {
    const resolver = this.resolverOf(container);
    const server = resolver.nameserver;
    if (server === undefined) return this.hostServers(container, address);
    if (server === embeddedAddress) {
      const owned = resolvePointer(this.index, container, address);
      if (owned === undefined) {
        return forwardQuery(this.index, container, resolver, address, this.reach);
      }
      return { result: 'ok', answers: owned.answers, via: server, why: owned.step };
    }
    const unreachable = this.cannotAsk(container, server);
    if (unreachable !== undefined) return unreachable;
    if (aardvarkNetwork(this.index.topology, server) === undefined) {
      return asked(container, server, address);
    }
    const answers = aardvarkPointer(this.index, container, address);
    if (answers === undefined) return this.aardvarkMiss(container, server, address);
    return { result: 'ok', answers, via: server, why: 'every name of the address is given' };
  }

  private aardvarkMiss(container: Container, server: string, name: string): NameAnswer {
    const inside = isAardvarkDomain(name) || !aardvarkForwards(this.index, container);
    const why = inside
      ? `no network of ${container.name.value} has ${name}, and it is not asked outside`
      : `no network of ${container.name.value} has ${name}: the host’s resolvers are asked`;
    return { result: inside ? 'nxdomain' : 'forwarded', answers: [], via: server, why };
  }

  private cannotAsk(container: Container, server: string): NameAnswer | undefined {
    const state = this.reach(container.id, server, 'container');
    const failures: Partial<Record<typeof state, readonly [NameResult, string]>> = {
      'no-route': ['unreachable', 'cannot be reached'],
      refused: ['unreachable', 'has nobody listening'],
      silent: ['timeout', 'does not answer'],
    };
    const failure = failures[state];
    if (failure === undefined) return undefined;
    const why = `${server}, the name server of ${container.name.value}, ${failure[1]}`;
    return { result: failure[0], answers: [], via: server, why };
  }

  private hostServers(container: Container, name: string): NameAnswer {
    const via = 'the host’s resolvers';
    if (this.index.owner(container).networkMode.value.kind === 'none') {
      const why = `${container.name.value} has no network to ask ${via} for ${name}`;
      return { result: 'unreachable', answers: [], via, why };
    }
    const why = `${container.name.value} asks ${via} for ${name}; which they are was not read`;
    return { result: 'forwarded', answers: [], via, why };
  }

  /** nsswitch `files dns`, then the search list as resolv.conf(5) has it; IPv4 and IPv6 together. */
  private asProgram(container: Container, name: string): NameAnswer {
    if (addressFamily(name) !== undefined) {
      return { result: 'ok', answers: [name], via: 'hosts', why: 'an address needs no lookup' };
    }
    const hosts = this.fromHosts(container, name);
    if (hosts !== undefined) return hosts;
    const resolver = this.resolverOf(container);
    let last: NameAnswer | undefined;
    for (const candidate of searchCandidates(name, resolver)) {
      const answer = merge(
        this.atServer(container, candidate, 4),
        this.atServer(container, candidate, 6),
      );
      if (answer.result === 'ok') return answer;
      // A name that somebody outside may know ends the search: what comes back cannot be told.
      if (answer.result === 'forwarded' || answer.result === 'unknown') return answer;
      last ??= answer;
    }
    return last ?? absentFromHosts(name);
  }
}

function searchCandidates(name: string, resolver: Resolver): readonly string[] {
  if (name.endsWith('.')) return [name];
  const dots = name.split('.').length - 1;
  const suffixed = resolver.search.map((domain) => `${name}.${domain}`);
  return dots >= resolver.ndots ? [name, ...suffixed] : [...suffixed, name];
}

function merge(four: NameAnswer, six: NameAnswer): NameAnswer {
  if (four.result !== 'ok') return six.result === 'ok' ? six : four;
  return six.result === 'ok' ? { ...four, answers: [...four.answers, ...six.answers] } : four;
}

function absentFromHosts(name: string): NameAnswer {
  return { result: 'nxdomain', answers: [], via: 'hosts', why: `/etc/hosts does not have ${name}` };
}

function asked(container: Container, server: string, name: string): NameAnswer {
  const why = `${container.name.value} asks ${server} itself for ${name}: no engine answers there`;
  return { result: 'forwarded', answers: [], via: server, why };
}
