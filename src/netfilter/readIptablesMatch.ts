import type { PortMatch, RuleMatch, UnknownMatch } from '../model/ruleMatch';
import type { SetValue } from '../model/rules';
import { list, numberPair, portRange, range, type RuleWords } from './ruleWords';

const protocolNames: Readonly<Record<string, string>> = {
  'ipv6-icmp': 'icmpv6',
  icmp6: 'icmpv6',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  '132': 'sctp',
};

/** One spelling per protocol; numbers without a name of ours stay. */
export function protocolName(written: string): string {
  const lower = written.toLowerCase();
  return protocolNames[lower] ?? lower;
}

/** A condition before any `-m`: `-s`, `-d`, `-i`, `-o`, `-p`. `undefined` when the option is none of them. */
export function readGeneralMatch(
  option: string,
  words: RuleWords,
  negated: boolean,
): RuleMatch | undefined {
  switch (option) {
    case '-s':
      return { kind: 'source', negated, addresses: [prefix(words.next())] };
    case '-d':
      return { kind: 'destination', negated, addresses: [prefix(words.next())] };
    case '-i':
      return { kind: 'inInterface', negated, names: [interfaceName(words.next())] };
    case '-o':
      return { kind: 'outInterface', negated, names: [interfaceName(words.next())] };
    case '-p':
      return { kind: 'protocol', negated, protocols: [protocolName(words.next())] };
    default:
      return undefined;
  }
}

/** `10.0.0.0/8`, `10.1.2.3`, and masks that are no prefix (`10.0.0.1/255.0.255.0`), which stay as they are. */
function prefix(written: string): SetValue {
  return written.includes('/')
    ? { kind: 'prefix', cidr: written }
    : { kind: 'prefix', cidr: `${written}/${written.includes(':') ? 128 : 32}` };
}

function interfaceName(written: string): SetValue {
  if (written === '+') return { kind: 'any' };
  return written.endsWith('+')
    ? { kind: 'beginning', text: written.slice(0, -1) }
    : { kind: 'one', value: written };
}

/**
 * The options of one `-m MODULE`, up to the next module or target (iptables-extensions(8)).
 * @returns the conditions; a module or option that is not understood becomes one `unknown` condition
 */
export function readModule(
  module: string,
  words: RuleWords,
): { readonly matches: readonly RuleMatch[]; readonly comment?: string } {
  const start = words.at;
  const matches: RuleMatch[] = [];
  let comment: string | undefined;
  for (;;) {
    const negated = words.peek() === '!' && words.peek(1) !== undefined;
    const option = words.peek(negated ? 1 : 0);
    if (option === undefined || endsModule(option)) break;
    words.skip(negated ? 2 : 1);
    if (module === 'comment' && option === '--comment') {
      comment = words.next();
      continue;
    }
    const read = readOption(module, option, words, negated, matches);
    if (read === undefined) return { matches: [unknownModule(module, words, start)] };
    if (read !== 'done') matches.push(...read);
  }
  // A module without options holds for everything only where it merely names what `-p` said.
  if (matches.length === 0 && comment === undefined && !bareModules.has(module)) {
    return { matches: [unknownModule(module, words, start)] };
  }
  return comment === undefined ? { matches } : { matches, comment };
}

const bareModules = new Set(['tcp', 'udp', 'sctp', 'dccp', 'udplite', 'icmp', 'icmp6', 'comment']);

const endings = new Set(['-m', '-j', '-g', '-s', '-d', '-i', '-o', '-p']);

function endsModule(option: string): boolean {
  return endings.has(option);
}

function unknownModule(module: string, words: RuleWords, start: number): UnknownMatch {
  words.at = start;
  while (words.peek() !== undefined && !endsModule(words.peek() ?? '')) words.skip(1);
  return {
    kind: 'unknown',
    text: `-m ${module}${words.textFrom(start)}`,
    reason: `the match ${module} with these options is not understood`,
  };
}

/** `undefined`: not understood; `done`: changed what was there. */
function readOption(
  module: string,
  option: string,
  words: RuleWords,
  negated: boolean,
  matches: RuleMatch[],
): readonly RuleMatch[] | 'done' | undefined {
  switch (module) {
    case 'tcp':
    case 'udp':
    case 'sctp':
    case 'dccp':
    case 'udplite':
      return portOption(module, option, words, negated);
    case 'multiport':
      return multiportOption(option, words, negated);
    case 'icmp':
    case 'icmp6':
      return icmpOption(module, option, words, negated);
    case 'conntrack':
      return conntrackOption(option, words, negated);
    case 'state':
      if (option !== '--state') return undefined;
      return [{ kind: 'connectionState', negated, states: list(words.next()), module: 'state' }];
    case 'addrtype':
      return addressTypeOption(option, words, negated, matches);
    case 'set':
      return setOption(option, words, negated);
    case 'mark':
    case 'connmark': {
      const pair = option === '--mark' ? numberPair(words.next()) : undefined;
      if (pair === undefined) return undefined;
      return [{ kind: module === 'mark' ? 'mark' : 'connectionMark', negated, ...pair }];
    }
    case 'limit':
      return limitOption(option, words, matches);
    case 'physdev':
      return physicalOption(option, words, negated);
    case 'iprange':
      return addressRangeOption(option, words, negated);
    default:
      return undefined;
  }
}

function portOption(
  protocol: PortMatch['protocol'],
  option: string,
  words: RuleWords,
  negated: boolean,
): readonly RuleMatch[] | undefined {
  if (option === '--sport' || option === '--dport') {
    const ports = portRange(words.next(), ':');
    if (ports === undefined) return undefined;
    const kind = option === '--sport' ? 'sourcePort' : 'destinationPort';
    return [{ kind, negated, protocol, ports: [ports] }];
  }
  if (protocol === 'tcp' && option === '--tcp-flags') {
    return [{ kind: 'tcpFlags', negated, mask: flags(words.next()), set: flags(words.next()) }];
  }
  if (protocol === 'tcp' && option === '--syn') {
    return [{ kind: 'tcpFlags', negated, mask: flags('FIN,SYN,RST,ACK'), set: ['SYN'] }];
  }
  return undefined;
}

function flags(written: string): readonly string[] {
  if (written === 'NONE') return [];
  return written === 'ALL' ? flags('FIN,SYN,RST,PSH,ACK,URG') : list(written);
}

const multiportKinds: Readonly<Record<string, PortMatch['kind']>> = {
  '--sports': 'sourcePort',
  '--dports': 'destinationPort',
  '--ports': 'anyPort',
};

function multiportOption(
  option: string,
  words: RuleWords,
  negated: boolean,
): readonly RuleMatch[] | undefined {
  const kind = multiportKinds[option];
  if (kind === undefined) return undefined;
  const ports = list(words.next()).map((one) => portRange(one, ':'));
  if (ports.some((one) => one === undefined)) return undefined;
  return [
    { kind, negated, protocol: 'multiport', ports: ports.filter((one) => one !== undefined) },
  ];
}

function icmpOption(
  module: 'icmp' | 'icmp6',
  option: string,
  words: RuleWords,
  negated: boolean,
): readonly RuleMatch[] | undefined {
  if (option !== '--icmp-type' && option !== '--icmpv6-type') return undefined;
  const written = words.next();
  const family = module === 'icmp' ? 4 : 6;
  if (written === 'any') return [{ kind: 'icmpType', negated, family, types: [{}] }];
  const match = /^(\d+)(?:\/(\d+))?$/.exec(written);
  if (match === null) return undefined;
  const [, type, code] = match;
  return [
    {
      kind: 'icmpType',
      negated,
      family,
      types: [{ type: Number(type), ...(code === undefined ? {} : { code: Number(code) }) }],
    },
  ];
}

function conntrackOption(
  option: string,
  words: RuleWords,
  negated: boolean,
): readonly RuleMatch[] | undefined {
  if (option === '--ctstate') {
    return [{ kind: 'connectionState', negated, states: list(words.next()) }];
  }
  if (option === '--ctstatus') {
    return [{ kind: 'connectionStatus', negated, statuses: list(words.next()) }];
  }
  if (option === '--ctdir') {
    const direction = words.next().toLowerCase();
    if (direction !== 'original' && direction !== 'reply') return undefined;
    return [{ kind: 'connectionDirection', negated, direction }];
  }
  if (option === '--ctproto') {
    return [{ kind: 'connectionProtocol', negated, protocols: [protocolName(words.next())] }];
  }
  const tupleOption = /^--ct(orig|repl)(src|dst)(port)?$/.exec(option);
  if (tupleOption === null) return undefined;
  const tuple = tupleOption[1] === 'orig' ? ('original' as const) : ('reply' as const);
  const side = tupleOption[2] === 'src' ? ('source' as const) : ('destination' as const);
  if (tupleOption[3] === undefined) {
    return [{ kind: 'connectionAddress', negated, tuple, side, addresses: [prefix(words.next())] }];
  }
  const ports = portRange(words.next(), ':');
  if (ports === undefined) return undefined;
  return [{ kind: 'connectionPort', negated, tuple, side, ports: [ports] }];
}

function addressTypeOption(
  option: string,
  words: RuleWords,
  negated: boolean,
  matches: RuleMatch[],
): readonly RuleMatch[] | 'done' | undefined {
  if (option === '--src-type' || option === '--dst-type') {
    const side = option === '--src-type' ? 'source' : 'destination';
    return [{ kind: 'addressType', side, negated, types: list(words.next()) }];
  }
  if (option !== '--limit-iface-in' && option !== '--limit-iface-out') return undefined;
  const of = option === '--limit-iface-in' ? 'inInterface' : 'outInterface';
  for (const [at, match] of matches.entries()) {
    if (match.kind === 'addressType') matches[at] = { ...match, of };
  }
  return 'done';
}

function setOption(
  option: string,
  words: RuleWords,
  negated: boolean,
): readonly RuleMatch[] | undefined {
  if (option !== '--match-set') return undefined;
  const name = words.next();
  const directions = list(words.next()).map((word) =>
    word === 'src' ? ('source' as const) : word === 'dst' ? ('destination' as const) : undefined,
  );
  if (directions.some((one) => one === undefined)) return undefined;
  return [
    { kind: 'set', negated, name, directions: directions.filter((one) => one !== undefined) },
  ];
}

function limitOption(
  option: string,
  words: RuleWords,
  matches: RuleMatch[],
): readonly RuleMatch[] | 'done' | undefined {
  if (option === '--limit') {
    return [{ kind: 'limit', negated: false, text: `--limit ${words.next()}` }];
  }
  const [first] = matches;
  if (option !== '--limit-burst') return undefined;
  const burst = `--limit-burst ${words.next()}`;
  if (first?.kind !== 'limit') return [{ kind: 'limit', negated: false, text: burst }];
  matches[0] = { ...first, text: `${first.text} ${burst}` };
  return 'done';
}

function physicalOption(
  option: string,
  words: RuleWords,
  negated: boolean,
): readonly RuleMatch[] | undefined {
  switch (option) {
    case '--physdev-in':
      return [{ kind: 'physicalIn', negated, names: [interfaceName(words.next())] }];
    case '--physdev-out':
      return [{ kind: 'physicalOut', negated, names: [interfaceName(words.next())] }];
    case '--physdev-is-in':
      return [{ kind: 'physicalIn', negated, names: [{ kind: 'any' }] }];
    case '--physdev-is-out':
      return [{ kind: 'physicalOut', negated, names: [{ kind: 'any' }] }];
    default:
      return undefined;
  }
}

function addressRangeOption(
  option: string,
  words: RuleWords,
  negated: boolean,
): readonly RuleMatch[] | undefined {
  if (option !== '--src-range' && option !== '--dst-range') return undefined;
  const ends = range(words.next());
  const kind = option === '--src-range' ? 'source' : 'destination';
  return [{ kind, negated, addresses: [{ kind: 'range', ...ends }] }];
}
