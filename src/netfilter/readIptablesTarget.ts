import type { NatTarget, RuleAction } from '../model/rules';
import { numberPair, portRange, range, type RuleWords } from './ruleWords';

const allOnes = 0xffffffff;

/** Targets that change what nobody asks about: the packet goes on. */
const harmless = new Set([
  'AUDIT',
  'CHECKSUM',
  'CLASSIFY',
  'DSCP',
  'ECN',
  'HL',
  'IDLETIMER',
  'LED',
  'RATEEST',
  'TCPMSS',
  'TCPOPTSTRIP',
  'TOS',
  'TRACE',
  'TTL',
]);

/**
 * The target and its options, to the end of the rule (iptables-extensions(8)).
 * @param isChain whether the table has a chain of that name
 */
export function readTarget(
  target: string,
  words: RuleWords,
  isChain: (name: string) => boolean,
): RuleAction {
  const start = words.at;
  const action = isChain(target)
    ? ({ kind: 'jump', chain: target } as const)
    : readBuiltIn(target, words);
  if (action !== undefined && words.peek() === undefined) return action;
  while (words.peek() !== undefined) words.skip(1);
  const text = `${target}${words.textFrom(start)}`;
  return {
    kind: 'unknown',
    text,
    reason: `the target ${text} is neither a chain nor understood`,
  };
}

function readBuiltIn(target: string, words: RuleWords): RuleAction | undefined {
  switch (target) {
    case 'ACCEPT':
      return { kind: 'accept' };
    case 'DROP':
      return { kind: 'drop' };
    case 'RETURN':
      return { kind: 'return' };
    case 'NOTRACK':
      return { kind: 'notrack' };
    case 'CT':
      return words.next() === '--notrack' ? { kind: 'notrack' } : undefined;
    case 'REJECT':
      return {
        kind: 'reject',
        with: words.peek() === '--reject-with' ? valueOf(words) : 'icmp-port-unreachable',
      };
    case 'DNAT':
      return nat('dnat', '--to-destination', words);
    case 'SNAT':
      return nat('snat', '--to-source', words);
    case 'MASQUERADE':
      return portsOnly('masquerade', words);
    case 'REDIRECT':
      return portsOnly('redirect', words);
    case 'MARK':
      return setMark('mark', words);
    case 'CONNMARK':
      return connectionMark(words);
    case 'LOG':
    case 'NFLOG':
    case 'ULOG':
      return { kind: 'log', text: rest(target, words) };
    default:
      return harmless.has(target) ? { kind: 'harmless', text: rest(target, words) } : undefined;
  }
}

function rest(target: string, words: RuleWords): string {
  const start = words.at;
  while (words.peek() !== undefined) words.skip(1);
  return `${target}${words.textFrom(start)}`;
}

function valueOf(words: RuleWords): string {
  words.skip(1);
  return words.next();
}

const natFlags: Readonly<Record<string, string>> = {
  '--random': 'random',
  '--random-fully': 'fully-random',
  '--persistent': 'persistent',
};

function readFlags(words: RuleWords): readonly string[] {
  const flags: string[] = [];
  for (let flag = natFlags[words.peek() ?? '']; flag !== undefined;) {
    flags.push(flag);
    words.skip(1);
    flag = natFlags[words.peek() ?? ''];
  }
  return flags;
}

function nat(kind: 'dnat' | 'snat', option: string, words: RuleWords): RuleAction | undefined {
  if (words.peek() !== option) return undefined;
  const to = readNatTarget(valueOf(words));
  if (to === undefined) return undefined;
  const flags = readFlags(words);
  return { kind, ...to, ...(flags.length === 0 ? {} : { flags }) };
}

/** `172.18.0.2:80`, `[fd00::2]:80-90`, `fd00::2`, `10.0.0.1-10.0.0.5`, `:53`. */
function readNatTarget(written: string): NatTarget | undefined {
  const match =
    /^\[([^\]]*)\](?::(.+))?$/.exec(written) ??
    /^([^:]*)(?::(\d+(?:-\d+)?))?$/.exec(written) ??
    /^(.*)$/.exec(written);
  const addresses = match?.[1] ?? '';
  const ports = match?.[2] === undefined ? undefined : portRange(match[2], '-');
  if (match?.[2] !== undefined && ports === undefined) return undefined;
  return {
    ...(addresses === '' ? {} : { addresses: range(addresses) }),
    ...(ports === undefined ? {} : { ports }),
  };
}

function portsOnly(kind: 'masquerade' | 'redirect', words: RuleWords): RuleAction | undefined {
  const ports = words.peek() === '--to-ports' ? portRange(valueOf(words), '-') : undefined;
  const flags = readFlags(words);
  return {
    kind,
    ...(ports === undefined ? {} : { ports }),
    ...(flags.length === 0 ? {} : { flags }),
  };
}

function setMark(kind: 'mark' | 'connectionMark', words: RuleWords): RuleAction | undefined {
  const option = words.next();
  const pair = numberPair(words.next());
  if (pair === undefined) return undefined;
  if (option === '--set-xmark') return { kind, ...pair };
  // --set-mark clears the bits of the value too before it sets them.
  if (option === '--set-mark')
    return { kind, value: pair.value, mask: (pair.mask | pair.value) >>> 0 };
  return undefined;
}

function connectionMark(words: RuleWords): RuleAction | undefined {
  const option = words.peek();
  if (option !== '--restore-mark' && option !== '--save-mark') {
    return setMark('connectionMark', words);
  }
  words.skip(1);
  const masks = new Map<string, number>();
  while (words.peek()?.endsWith('mask') === true) {
    const name = words.next();
    const pair = numberPair(words.next());
    if (pair === undefined) return undefined;
    masks.set(name, pair.value);
  }
  const mask = masks.get('--mask') ?? masks.get('--nfmask') ?? allOnes;
  if ((masks.get('--ctmask') ?? mask) !== mask) return undefined;
  return { kind: option === '--restore-mark' ? 'restoreMark' : 'saveMark', mask };
}
