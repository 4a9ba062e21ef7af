import type { AddressMatch, InterfaceMatch, PortMatch, RuleMatch } from '../../model/ruleMatch';
import type { PortRange, SetValue } from '../../model/rules';
import type { Places } from './places';
import type { PlacedRule } from './walkOrder';

export interface RuleConditions {
  /** `every`: without conditions; `some`: before them. */
  readonly noun: { readonly every: string; readonly some: string };
  readonly conditions: string;
  /** What a rewriting rule spares: `from network front`; empty where it spares nothing. */
  readonly unless: string;
}

/** Which packets a rule is about, in words. */
export function conditionWords({ rule, table }: PlacedRule, places: Places): RuleConditions {
  const { matches } = rule;
  const rewrites = rule.actions.some(({ kind }) => kind === 'dnat' || kind === 'redirect');
  const spared = rewrites ? matches.find(isSparedDevice) : undefined;
  const told = spared === undefined ? matches : matches.filter((match) => match !== spared);
  const words = [
    ...told.map((match) => plainWords(match, places)),
    ...deviceWords(told, places),
    destinationWords(matches, places, rewrites && table.name !== 'filter'),
  ].filter((text) => text !== '');
  const order = [...words].sort((a, b) => rank(a) - rank(b));
  return {
    noun: nounOf(matches, rewrites),
    conditions: order.join(', ').replaceAll(', from', ' from'),
    unless:
      spared === undefined
        ? ''
        : `from ${listed(spared.names.map((one) => deviceName(one, places)))}`,
  };
}

/** Docker's port rules spare what comes from the container's own network. */
function isSparedDevice(match: RuleMatch): match is InterfaceMatch {
  return match.kind === 'inInterface' && match.negated;
}

/** From, to, then where it passes, then the rest. */
function rank(words: string): number {
  const starts = ['from ', 'not from ', 'to ', 'not to ', 'between ', 'that '];
  const at = starts.findIndex((start) => words.startsWith(start));
  return at < 0 ? starts.length : at;
}

function nounOf(matches: readonly RuleMatch[], rewrites: boolean): RuleConditions['noun'] {
  const protocols = matches.flatMap((match) => {
    if (match.kind === 'protocol' && !match.negated) return match.protocols;
    if ('ports' in match && 'protocol' in match && !/^(th|multiport)$/.test(match.protocol)) {
      return [match.protocol];
    }
    return match.kind === 'icmpType' ? ['icmp'] : [];
  });
  const names = [...new Set(protocols)].map((name) => name.toUpperCase());
  const [only] = names;
  if (names.length === 0)
    return {
      every: rewrites ? 'all connections' : 'every packet',
      some: rewrites ? 'connections' : 'packets',
    };
  if (rewrites && names.length === 1 && only === 'TCP') {
    return { every: 'all TCP connections', some: 'connections' };
  }
  const shown = `${names.join(' and ')} packets`;
  return { every: `all ${shown}`, some: shown };
}

/** Conditions that need no other to be said. */
function plainWords(match: RuleMatch, places: Places): string {
  const not = 'negated' in match && match.negated ? 'not ' : '';
  switch (match.kind) {
    case 'source':
      return `${not}from ${listed(match.addresses.map((one) => places.addressWords(one)))}`;
    case 'protocol':
      return match.negated ? `of another protocol than ${listed(match.protocols)}` : '';
    case 'sourcePort':
    case 'anyPort': {
      const side = match.kind === 'sourcePort' ? 'from' : 'from or to';
      return `${not}${side} ${portsWords(match.ports)}`;
    }
    case 'destination':
    case 'destinationPort':
    case 'inInterface':
    case 'outInterface':
      return '';
    case 'physicalIn':
    case 'physicalOut': {
      const way = match.kind === 'physicalIn' ? 'came in by' : 'leave by';
      return `that ${match.negated ? 'not ' : ''}${way} the bridge port ${names(match.names)}`;
    }
    case 'icmpType':
      return `${not}of ICMP type ${match.types.map(({ type }) => type ?? 'any').join(', ')}`;
    case 'tcpFlags':
      return `${not}with the TCP flags ${match.set.join(',') || 'none'} of ${match.mask.join(',')}`;
    case 'connectionState':
      return `${not}of ${stateWords(match.states)}`;
    case 'connectionStatus':
      return `${not}of connections that are ${match.statuses.join(' or ')}`;
    case 'connectionDirection':
      return `${not}in the direction ${match.direction}`;
    case 'connectionAddress':
      return `${not}of connections whose ${match.tuple} ${match.side} is ${listed(match.addresses.map((one) => places.addressWords(one)))}`;
    case 'connectionPort':
      return `${not}of connections whose ${match.tuple} ${match.side} has ${portsWords(match.ports)}`;
    case 'connectionProtocol':
      return `${not}of ${listed(match.protocols)} connections`;
    case 'addressType':
      return `${not}${match.side === 'source' ? 'from' : 'to'} ${typeWords(match.types)}`;
    case 'set':
      return `${not}in the set ${match.name}`;
    case 'mark':
    case 'connectionMark': {
      const whose = match.kind === 'mark' ? '' : 'of connections ';
      return `${not}${whose}marked 0x${match.value.toString(16)}`;
    }
    case 'limit':
      return `as long as ${match.text.replace(/^(-m )?limit /, '')} is not passed`;
    case 'family':
      return `${not}of IPv${match.family}`;
    case 'unknown':
      return match.text === '' ? '' : `that fit ${match.text}`;
  }
}

function stateWords(states: readonly string[]): string {
  const sorted = [...states].sort().join(',');
  if (sorted === 'ESTABLISHED,RELATED' || sorted === 'ESTABLISHED')
    return 'connections that were let through before';
  if (sorted === 'NEW') return 'new connections';
  return `connections in state ${listed(states)}`;
}

function typeWords(types: readonly string[]): string {
  return types.join() === 'LOCAL' ? 'an address of this host' : `a ${types.join(' or ')} address`;
}

/** `to web, 172.18.0.2, port 80`; before it is rewritten a port without an address is the host's. */
function destinationWords(
  matches: readonly RuleMatch[],
  places: Places,
  isHostPort: boolean,
): string {
  const address = matches.find((match): match is AddressMatch => match.kind === 'destination');
  const port = matches.find((match): match is PortMatch => match.kind === 'destinationPort');
  const ports =
    port === undefined ? '' : `${port.negated ? 'other than ' : ''}${portsWords(port.ports)}`;
  if (address === undefined) {
    return ports === '' ? '' : `to ${isHostPort ? 'host ' : ''}${ports}`;
  }
  const to = listed(address.addresses.map((one) => places.addressWords(one)));
  return `${address.negated ? 'not ' : ''}to ${to}${ports === '' ? '' : `, ${ports}`}`;
}

function deviceWords(matches: readonly RuleMatch[], places: Places): readonly string[] {
  const into = deviceMatch(matches, 'inInterface');
  const out = deviceMatch(matches, 'outInterface');
  const device = (match: InterfaceMatch) =>
    listed(match.names.map((one) => deviceName(one, places)));
  if (into !== undefined && out !== undefined && names(into.names) === names(out.names)) {
    if (!into.negated && !out.negated) return [`between containers of ${device(into)}`];
    if (!into.negated) return [`from ${device(into)} to anywhere else`];
    if (!out.negated) return [`from anywhere else into ${device(out)}`];
  }
  return [
    ...(into === undefined
      ? []
      : [`that ${into.negated ? 'did not come' : 'came'} in by ${device(into)}`]),
    ...(out === undefined
      ? []
      : [`that ${out.negated ? 'do not leave' : 'leave'} by ${device(out)}`]),
  ];
}

function deviceMatch(
  matches: readonly RuleMatch[],
  kind: 'inInterface' | 'outInterface',
): InterfaceMatch | undefined {
  return matches.find((match): match is InterfaceMatch => match.kind === kind);
}

function deviceName(value: SetValue, places: Places): string {
  if (value.kind === 'one') return places.deviceWords(value.value);
  return value.kind === 'beginning' ? `a device ${value.text}…` : 'any device';
}

function names(values: readonly SetValue[]): string {
  return listed(
    values.map((value) =>
      value.kind === 'one' ? value.value : value.kind === 'beginning' ? `${value.text}…` : 'any',
    ),
  );
}

function portsWords(ports: readonly PortRange[]): string {
  const shown = ports.map(({ first, last }) =>
    first === last ? `${first}` : `${first} to ${last}`,
  );
  const one = ports.length === 1 && ports[0]?.first === ports[0]?.last;
  return `${one ? 'port' : 'ports'} ${listed(shown)}`;
}

/** Long lists end in how many more there are. */
function listed(all: readonly string[]): string {
  const shown = all.slice(0, 8);
  return (
    shown.join(' or ') +
    (all.length > shown.length ? ` or one of ${all.length - shown.length} more` : '')
  );
}
