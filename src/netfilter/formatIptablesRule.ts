import type { ConnectionMatch, RuleMatch } from '../model/ruleMatch';
import type { NatTarget, PortRange, Rule, RuleAction, SetValue } from '../model/rules';
import { quoteWord } from './iptablesTokens';

/**
 * A rule as iptables-save prints it, without its counters: `-A FORWARD -i br0 -j ACCEPT`. Written
 * from what was understood; what was not is written as it was told.
 */
export function formatIptablesRule(chain: string, rule: Rule): string {
  const words = [`-A ${chain}`];
  let module: string | undefined;
  const used = new Set<string>();
  for (const match of rule.matches) {
    const part = formatMatch(match);
    if (part.module !== undefined && (part.module !== module || used.has(part.option))) {
      module = part.module;
      used.clear();
      words.push(`-m ${module}`);
    }
    if (part.module === undefined) module = undefined;
    used.add(part.option);
    words.push(
      `${part.negated ? '! ' : ''}${part.option}${part.value === '' ? '' : ' '}${part.value}`,
    );
  }
  if (rule.comment !== undefined) words.push(`-m comment --comment ${quoteWord(rule.comment)}`);
  words.push(...rule.actions.map(formatAction));
  return words.join(' ');
}

interface Part {
  /** `-m MODULE` it needs; absent for what stands before all modules. */
  readonly module?: string;
  readonly negated: boolean;
  readonly option: string;
  readonly value: string;
}

function formatMatch(match: RuleMatch): Part {
  switch (match.kind) {
    case 'source':
    case 'destination':
      return formatAddresses(match.kind, match.negated, match.addresses);
    case 'inInterface':
    case 'outInterface': {
      const option = match.kind === 'inInterface' ? '-i' : '-o';
      return { negated: match.negated, option, value: formatNames(match.names) };
    }
    case 'physicalIn':
    case 'physicalOut': {
      const side = match.kind === 'physicalIn' ? 'in' : 'out';
      const any = match.names.some((name) => name.kind === 'any');
      return {
        module: 'physdev',
        negated: match.negated,
        option: `--physdev-${any ? 'is-' : ''}${side}`,
        value: any ? '' : formatNames(match.names),
      };
    }
    case 'protocol':
      return {
        negated: match.negated,
        option: '-p',
        value: match.protocols.map(formatProtocol).join(','),
      };
    case 'sourcePort':
    case 'destinationPort':
    case 'anyPort': {
      const name = { sourcePort: 'sport', destinationPort: 'dport', anyPort: 'port' }[match.kind];
      return {
        module: match.protocol,
        negated: match.negated,
        option: `--${name}${match.protocol === 'multiport' ? 's' : ''}`,
        value: match.ports.map((ports) => formatPorts(ports, ':')).join(','),
      };
    }
    case 'icmpType':
      return {
        module: match.family === 4 ? 'icmp' : 'icmp6',
        negated: match.negated,
        option: match.family === 4 ? '--icmp-type' : '--icmpv6-type',
        value: match.types.map(formatIcmpType).join(','),
      };
    case 'tcpFlags':
      return {
        module: 'tcp',
        negated: match.negated,
        option: '--tcp-flags',
        value: `${formatFlags(match.mask)} ${formatFlags(match.set)}`,
      };
    case 'connectionState':
    case 'connectionStatus':
    case 'connectionDirection':
    case 'connectionAddress':
    case 'connectionPort':
    case 'connectionProtocol':
      return formatConnection(match);
    case 'addressType': {
      const limit =
        match.of === undefined ? '' : ` --limit-iface-${match.of === 'inInterface' ? 'in' : 'out'}`;
      return {
        module: 'addrtype',
        negated: match.negated,
        option: match.side === 'source' ? '--src-type' : '--dst-type',
        value: `${match.types.join(',')}${limit}`,
      };
    }
    case 'set':
      return {
        module: 'set',
        negated: match.negated,
        option: '--match-set',
        value: `${match.name} ${(match.directions ?? []).map((side) => (side === 'source' ? 'src' : 'dst')).join(',')}`,
      };
    case 'mark':
    case 'connectionMark':
      return {
        module: match.kind === 'mark' ? 'mark' : 'connmark',
        negated: match.negated,
        option: '--mark',
        value:
          match.mask === 0xffffffff ? hex(match.value) : `${hex(match.value)}/${hex(match.mask)}`,
      };
    case 'limit':
      return { module: 'limit', negated: match.negated, option: match.text, value: '' };
    case 'family':
      return { negated: match.negated, option: `-${match.family}`, value: '' };
    case 'unknown':
      return { negated: false, option: match.text, value: '' };
  }
}

function formatAddresses(
  kind: 'source' | 'destination',
  negated: boolean,
  addresses: readonly SetValue[],
): Part {
  const [only] = addresses;
  if (addresses.length === 1 && only?.kind === 'range') {
    const option = kind === 'source' ? '--src-range' : '--dst-range';
    return { module: 'iprange', negated, option, value: `${only.first}-${only.last}` };
  }
  const option = kind === 'source' ? '-s' : '-d';
  return { negated, option, value: addresses.map(formatValue).join(',') };
}

function formatNames(names: readonly SetValue[]): string {
  return names.map(formatValue).join(',');
}

function formatValue(value: SetValue): string {
  switch (value.kind) {
    case 'one':
      return value.value;
    case 'prefix':
      return value.cidr;
    case 'range':
      return `${value.first}-${value.last}`;
    case 'beginning':
      return `${value.text}+`;
    case 'any':
      return '+';
  }
}

function formatProtocol(name: string): string {
  return name === 'icmpv6' ? 'ipv6-icmp' : name;
}

function formatPorts(ports: PortRange, separator: ':' | '-'): string {
  return ports.first === ports.last
    ? String(ports.first)
    : `${ports.first}${separator}${ports.last}`;
}

function formatIcmpType({
  type,
  code,
}: {
  readonly type?: number;
  readonly code?: number;
}): string {
  if (type === undefined) return 'any';
  return code === undefined ? String(type) : `${type}/${code}`;
}

function formatFlags(flags: readonly string[]): string {
  return flags.length === 0 ? 'NONE' : flags.join(',');
}

function formatConnection(match: ConnectionMatch): Part {
  const part = (option: string, value: string): Part => ({
    module: 'conntrack',
    negated: match.negated,
    option,
    value,
  });
  switch (match.kind) {
    case 'connectionState':
      return match.module === 'state'
        ? { ...part('--state', match.states.join(',')), module: 'state' }
        : part('--ctstate', match.states.join(','));
    case 'connectionStatus':
      return part('--ctstatus', match.statuses.join(','));
    case 'connectionDirection':
      return part('--ctdir', match.direction.toUpperCase());
    case 'connectionProtocol':
      return part('--ctproto', match.protocols.join(','));
    case 'connectionAddress':
      return part(`--ct${tupleName(match)}`, match.addresses.map(formatValue).join(','));
    case 'connectionPort':
      return part(
        `--ct${tupleName(match)}port`,
        match.ports.map((ports) => formatPorts(ports, ':')).join(','),
      );
  }
}

function tupleName(match: {
  readonly tuple: 'original' | 'reply';
  readonly side: 'source' | 'destination';
}): string {
  return `${match.tuple === 'original' ? 'orig' : 'repl'}${match.side === 'source' ? 'src' : 'dst'}`;
}

function formatAction(action: RuleAction): string {
  switch (action.kind) {
    case 'accept':
      return '-j ACCEPT';
    case 'drop':
      return '-j DROP';
    case 'return':
      return '-j RETURN';
    case 'continue':
      return '';
    case 'reject':
      return `-j REJECT --reject-with ${action.with}`;
    case 'jump':
      return `-j ${action.chain}`;
    case 'goto':
      return `-g ${action.chain}`;
    case 'notrack':
      return '-j CT --notrack';
    case 'dnat':
      return `-j DNAT --to-destination ${formatNatTarget(action)}${formatNatFlags(action.flags)}`;
    case 'snat':
      return `-j SNAT --to-source ${formatNatTarget(action)}${formatNatFlags(action.flags)}`;
    case 'masquerade':
    case 'redirect': {
      const ports =
        action.ports === undefined ? '' : ` --to-ports ${formatPorts(action.ports, '-')}`;
      return `-j ${action.kind.toUpperCase()}${ports}${formatNatFlags(action.flags)}`;
    }
    case 'mark':
      return `-j MARK --set-xmark ${hex(action.value)}/${hex(action.mask)}`;
    case 'connectionMark':
      return `-j CONNMARK --set-xmark ${hex(action.value)}/${hex(action.mask)}`;
    case 'restoreMark':
    case 'saveMark':
      return `-j CONNMARK --${action.kind === 'saveMark' ? 'save' : 'restore'}-mark --nfmask ${hex(action.mask)} --ctmask ${hex(action.mask)}`;
    case 'log':
    case 'harmless':
    case 'unknown':
      return `-j ${action.text}`;
    case 'verdictMap':
      return `-j ${action.map ?? ''}`;
  }
}

function formatNatTarget({ addresses, ports }: NatTarget): string {
  const host =
    addresses === undefined
      ? ''
      : addresses.first === addresses.last
        ? addresses.first
        : `${addresses.first}-${addresses.last}`;
  if (ports === undefined) return host;
  return `${host.includes(':') ? `[${host}]` : host}:${formatPorts(ports, '-')}`;
}

function formatNatFlags(flags: readonly string[] | undefined): string {
  const names: Readonly<Record<string, string>> = { 'fully-random': 'random-fully' };
  return (flags ?? []).map((flag) => ` --${names[flag] ?? flag}`).join('');
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
