import type { RuleMatch, UnknownMatch } from '../model/ruleMatch';
import { readModuleOption } from './readModuleOption';
import { interfaceName, protocolName, writtenPrefix } from './ruleOperands';
import type { RuleWords } from './ruleWords';

/** A condition before any `-m`: `-s`, `-d`, `-i`, `-o`, `-p`. `undefined` when the option is none of them. */
export function readGeneralMatch(
  option: string,
  words: RuleWords,
  negated: boolean,
): RuleMatch | undefined {
  switch (option) {
    case '-s':
      return { kind: 'source', negated, addresses: [writtenPrefix(words.next())] };
    case '-d':
      return { kind: 'destination', negated, addresses: [writtenPrefix(words.next())] };
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
    const read = readModuleOption(module, option, words, negated, matches);
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
