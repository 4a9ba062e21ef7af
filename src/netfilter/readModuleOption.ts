import type { PortMatch, RuleMatch } from '../model/ruleMatch';
import { interfaceName, protocolName, writtenPrefix } from './ruleOperands';
import { list, numberPair, portRange, range, type RuleWords } from './ruleWords';

/**
 * One option of a match module.
 * @param matches what the module's options said before
 * @returns `undefined`: not understood; `done`: changed what was there
 */
export function readModuleOption(
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
    return [
      { kind: 'connectionAddress', negated, tuple, side, addresses: [writtenPrefix(words.next())] },
    ];
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
