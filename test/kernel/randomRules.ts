import fc from 'fast-check';
import { members, type Question } from './namespaces';

/**
 * Rule sets as an administrator and an engine might leave them together, and the questions to put to
 * them. Every rule of them is one that walks claim to understand.
 */
export interface RuleCase {
  /** iptables-restore(8) input. */
  readonly rules: string;
  readonly questions: readonly Question[];
}

const oneOf = fc.constantFrom<string[]>;

const subnets = oneOf('10.201.0.0/24', '10.202.0.0/24', '10.201.0.2/31', '10.0.0.0/8');
const hosts = oneOf(...members.map(({ address }) => `${address}/32`), '10.202.0.1/32');
const inDevice = oneOf('-i br-a', '-i br-b', '! -i br-a', '-i br-+', '-i eth9');
const outDevice = oneOf('-o br-a', '-o br-b', '! -o br-b', '-o br-+');
const source = fc.oneof(subnets, hosts).map((value) => `-s ${value}`);
const notSource = subnets.map((value) => `! -s ${value}`);
const destination = fc.oneof(subnets, hosts).map((value) => `-d ${value}`);
const notDestination = hosts.map((value) => `! -d ${value}`);
const ports = oneOf(
  '-p tcp -m tcp --dport 80',
  '-p tcp -m tcp --dport 8000:8100',
  '-p tcp -m tcp ! --dport 80',
  '-p udp -m udp --dport 53',
  '-p tcp -m tcp --sport 1024:65535',
  '-p tcp -m multiport --dports 80,443,8000:8100',
  '-p udp -m multiport ! --dports 53,67',
  '-p tcp',
  '! -p udp',
);
const state = oneOf(
  '-m conntrack --ctstate NEW',
  '-m conntrack --ctstate RELATED,ESTABLISHED',
  '-m conntrack ! --ctstate NEW',
  '-m conntrack --ctstate INVALID,UNTRACKED',
  '-m conntrack --ctstate DNAT',
  '-m conntrack --ctdir REPLY',
);
const others = oneOf(
  '-m addrtype --dst-type LOCAL',
  '-m addrtype ! --dst-type LOCAL',
  '-m addrtype --src-type LOCAL',
  '-m mark --mark 0x1/0x1',
  '-m mark ! --mark 0x2/0x3',
  '-m iprange --src-range 10.201.0.2-10.201.0.2',
  '-m iprange --dst-range 10.202.0.0-10.202.0.9',
  '-m comment --comment "a -j DROP in words"',
);

/** iptables wants the devices a chain knows only. */
type Devices = 'in' | 'out' | 'both' | 'none';

function matches(devices: Devices): fc.Arbitrary<string> {
  const device = {
    in: inDevice,
    out: outDevice,
    both: fc.oneof(inDevice, outDevice),
    none: fc.constant(''),
  }[devices];
  const maybe = (arbitrary: fc.Arbitrary<string>, weight: number) =>
    fc.oneof({ weight: 10 - weight, arbitrary: fc.constant('') }, { weight, arbitrary });
  return fc
    .tuple(
      maybe(device, 3),
      maybe(fc.oneof(source, notSource), 3),
      maybe(fc.oneof(destination, notDestination), 3),
      maybe(ports, 4),
      maybe(state, 3),
      maybe(others, 2),
    )
    .map((parts) => parts.filter((part) => part !== '').join(' '));
}

const verdicts = oneOf(
  '-j ACCEPT',
  '-j ACCEPT',
  '-j DROP',
  '-j RETURN',
  '-j REJECT --reject-with icmp-port-unreachable',
  '-j REJECT --reject-with icmp-host-prohibited',
  '-j REJECT --reject-with icmp-net-unreachable',
  '-j LOG --log-prefix "seen: "',
  '',
);
const jumps = oneOf('-j ONE', '-j TWO', '-g ONE');
const natTargets = oneOf(
  '-p tcp -j DNAT --to-destination 10.202.0.2:80',
  '-p tcp -j DNAT --to-destination 10.201.0.3:8080',
  '-j DNAT --to-destination 10.201.0.3',
  '-p tcp -j REDIRECT --to-ports 8080',
  '-j ACCEPT',
  '-j RETURN',
);
const localNatTargets = oneOf(
  '-p tcp -j DNAT --to-destination 10.202.0.2:80',
  '-j DNAT --to-destination 10.201.0.2',
  '-j ACCEPT',
);
const sourceNatTargets = oneOf(
  '-j MASQUERADE',
  '-j SNAT --to-source 10.202.0.1',
  '-j ACCEPT',
  '-j RETURN',
);
const markTargets = oneOf('-j MARK --set-xmark 0x1/0xffffffff', '-j MARK --set-xmark 0x2/0x2');
const rawTargets = oneOf('-j CT --notrack', '-j ACCEPT', '-j DROP', '-j ACCEPT');

/** A protocol may stand once in a rule: one of the target's own replaces a match on ports. */
function rule(
  chain: string,
  devices: Devices,
  targets: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc.tuple(matches(devices), targets).map(([match, target]) => {
    const kept = target.startsWith('-p ')
      ? match.replace(/(! )?-p (tcp|udp)( -m (tcp|udp|multiport) (! )?--\w+ [\d:,]+)?/, '')
      : match;
    return `-A ${chain} ${kept} ${target}`.replace(/ +/g, ' ').trim();
  });
}

const rulesOf = (
  chain: string,
  devices: Devices,
  targets: fc.Arbitrary<string>,
  maxLength: number,
) => fc.array(rule(chain, devices, targets), { maxLength });

const policy = oneOf('ACCEPT', 'ACCEPT', 'ACCEPT', 'DROP');

const filter = fc
  .tuple(
    policy,
    rulesOf('INPUT', 'in', fc.oneof(verdicts, jumps), 3),
    rulesOf('FORWARD', 'both', fc.oneof(verdicts, jumps), 6),
    rulesOf('OUTPUT', 'out', verdicts, 2),
    rulesOf('ONE', 'none', verdicts, 3),
    rulesOf('TWO', 'none', fc.oneof(verdicts, fc.constant('-j ONE')), 3),
  )
  .map(([forward, ...rules]) => [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    `:FORWARD ${forward} [0:0]`,
    ':OUTPUT ACCEPT [0:0]',
    ':ONE - [0:0]',
    ':TWO - [0:0]',
    ...rules.flat(),
    'COMMIT',
  ]);

const nat = fc
  .tuple(
    rulesOf('PREROUTING', 'in', natTargets, 3),
    rulesOf('OUTPUT', 'out', localNatTargets, 1),
    rulesOf('POSTROUTING', 'out', sourceNatTargets, 3),
  )
  .map((rules) => ['*nat', ...rules.flat(), 'COMMIT']);

const mangle = rulesOf('PREROUTING', 'in', markTargets, 2).map((rules) => [
  '*mangle',
  ...rules,
  'COMMIT',
]);

const raw = rulesOf('PREROUTING', 'in', rawTargets, 1).map((rules) => ['*raw', ...rules, 'COMMIT']);

const question = fc.record<Question>({
  from: oneOf('host', ...members.map(({ name }) => name)),
  to: oneOf(...members.map(({ address }) => address), '10.201.0.1', '10.202.0.1'),
  proto: fc.constantFrom('tcp', 'tcp', 'udp'),
  port: fc.constantFrom(80, 80, 8080, 53, 7777),
});

export const ruleCases: fc.Arbitrary<RuleCase> = fc.record({
  rules: fc
    .tuple(raw, mangle, nat, filter)
    .map((tables) => `${tables.map((lines) => lines.join('\n')).join('\n')}\n`),
  questions: fc.array(question, { minLength: 10, maxLength: 16 }),
});
