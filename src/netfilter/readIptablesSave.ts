import type { RuleMatch } from '../model/ruleMatch';
import type {
  BaseHook,
  Counters,
  Rule,
  RuleAction,
  RuleChain,
  RuleProblem,
  RuleSet,
  RuleTable,
  RuleTool,
} from '../model/rules';
import { builtInHook, isKnownTable } from './hooks';
import { splitWords } from './iptablesTokens';
import { readGeneralMatch, readModule } from './readIptablesMatch';
import { readTarget } from './readIptablesTarget';
import { reasonOf } from './ruleReason';
import { RuleWords } from './ruleWords';

interface ChainDraft {
  readonly name: string;
  readonly base?: BaseHook;
  readonly rules: Rule[];
}

interface TableDraft {
  readonly name: string;
  readonly chains: Map<string, ChainDraft>;
}

const again = 'read the rules again; what was read so far is shown';

/**
 * Text of iptables-save or ip6tables-save, with or without counters (`-c`). Linear. Never throws: a
 * line that is not understood is named in `problems`, a rule with an unknown match or target is
 * kept as text, and of a text that ends in the middle the part that was read is kept.
 * @param family `ip` for iptables-save, `ip6` for ip6tables-save
 */
export function readIptablesSave(
  text: string,
  family: 'ip' | 'ip6',
  tool: Exclude<RuleTool, 'nft'> = 'iptables',
): RuleSet {
  const tables: RuleTable[] = [];
  const problems: RuleProblem[] = [];
  let open: TableDraft | undefined;
  const close = () => {
    if (open !== undefined)
      tables.push({ tool, family, name: open.name, chains: chainsOf(open), sets: [] });
    open = undefined;
  };
  const lines = text.split('\n');
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim();
    const cut = at === lines.length - 1;
    if (line === '') continue;
    if (line.startsWith('#')) {
      const problem = readRemark(line, at + 1);
      if (problem !== undefined) problems.push(problem);
    } else if (line.startsWith('*')) {
      if (open !== undefined) problems.push(truncated(open.name, at + 1));
      close();
      open = { name: line.slice(1), chains: new Map() };
      if (!isKnownTable(open.name)) problems.push(unknownTable(open.name, at + 1));
    } else if (line === 'COMMIT' && open !== undefined) {
      close();
    } else if (line.startsWith(':') && open !== undefined) {
      const chain = readChain(line, open.name);
      open.chains.set(chain.name, chain);
    } else if (!(open !== undefined && readRuleLine(line, open, cut))) {
      problems.push(malformed(line, at + 1));
    }
  }
  if (open !== undefined) problems.push(truncated(open.name, lines.length));
  close();
  return { tables, ipsets: [], problems };
}

function chainsOf(table: TableDraft): readonly RuleChain[] {
  return [...table.chains.values()];
}

/** iptables over nftables says so when a table holds what only nft can show. */
function readRemark(line: string, at: number): RuleProblem | undefined {
  const table = /^# Table [`'](.+)' is incompatible/.exec(line)?.[1];
  return table === undefined
    ? undefined
    : {
        code: 'unknown-table',
        message: `The table ${table} holds rules that iptables cannot show.`,
        line: at,
        nextStep: 'read the rules with nft -j list ruleset',
      };
}

function unknownTable(name: string, line: number): RuleProblem {
  return {
    code: 'unknown-table',
    message: `iptables has no table ${name}; its chains are shown, but no packet is led through them.`,
    line,
    nextStep: 'check which program wrote it',
  };
}

function truncated(table: string, line: number): RuleProblem {
  return {
    code: 'truncated',
    message: `The rules end within the table ${table}, before its COMMIT.`,
    line,
    nextStep: again,
  };
}

function malformed(line: string, at: number): RuleProblem {
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return {
    code: 'malformed-line',
    message: `Line ${at} is none of iptables-save: ${shown}`,
    line: at,
    nextStep: again,
  };
}

/** `:FORWARD DROP [12:345]`, `:DOCKER - [0:0]`. */
function readChain(line: string, table: string): ChainDraft {
  const [name = '', policy = '-', counters = ''] = line.slice(1).split(/\s+/);
  const place = policy === '-' ? undefined : builtInHook(table, name);
  if (place === undefined) return { name, rules: [] };
  const read = readCounters(counters);
  return {
    name,
    base: {
      ...place,
      policy: policy === 'DROP' ? 'drop' : 'accept',
      ...(read === undefined ? {} : { counters: read }),
    },
    rules: [],
  };
}

function readCounters(written: string): Counters | undefined {
  const match = /^\[(\d+):(\d+)\]$/.exec(written);
  return match === null ? undefined : { packets: Number(match[1]), bytes: Number(match[2]) };
}

/** `[12:345] -A FORWARD …` or without counters. False when the line is no rule of a declared table. */
function readRuleLine(line: string, table: TableDraft, cut: boolean): boolean {
  const counted = line.startsWith('[') ? /^\[(\d+):(\d+)\]\s+/.exec(line) : null;
  const text = counted === null ? line : line.slice(counted[0].length);
  const words = new RuleWords(splitWords(text));
  if (words.next() !== '-A') return false;
  const name = words.next();
  if (name === '') return false;
  const chain = table.chains.get(name) ?? { name, rules: [] };
  table.chains.set(name, chain);
  const rule = readRule(words, text, (target) => table.chains.has(target), cut);
  rule.index = chain.rules.length + 1;
  if (counted !== null) {
    rule.counters = { packets: Number(counted[1]), bytes: Number(counted[2]) };
  }
  chain.rules.push(rule);
  return true;
}

function readRule(
  words: RuleWords,
  text: string,
  isChain: (name: string) => boolean,
  cut: boolean,
): { -readonly [K in keyof Rule]: Rule[K] } {
  const matches: RuleMatch[] = [];
  const actions: RuleAction[] = [];
  let comment: string | undefined;
  while (words.peek() !== undefined) {
    const start = words.at;
    const negated = words.peek() === '!';
    if (negated) words.skip(1);
    const option = words.next();
    if (option === '-m') {
      const read = readModule(words.next(), words);
      matches.push(...read.matches);
      comment = read.comment ?? comment;
    } else if (option === '-j') {
      actions.push(readTarget(words.next(), words, isChain));
    } else if (option === '-g') {
      actions.push({ kind: 'goto', chain: words.next() });
    } else {
      matches.push(readGeneralMatch(option, words, negated) ?? unknownOption(words, start, option));
    }
  }
  const reason = cut
    ? 'the text ends in this line, which may be incomplete'
    : words.ranOut
      ? 'an option lacks its value'
      : reasonOf(matches, actions);
  const rule: ReturnType<typeof readRule> = { index: 0, matches, actions, text };
  if (comment !== undefined) rule.comment = comment;
  if (reason !== undefined) rule.notUnderstood = reason;
  return rule;
}

function unknownOption(words: RuleWords, start: number, option: string): RuleMatch {
  for (let word = words.peek(); word !== undefined && !/^(!|-[a-z]|--.+)$/.test(word);) {
    words.skip(1);
    word = words.peek();
  }
  return {
    kind: 'unknown',
    text: words.textFrom(start).trim(),
    reason: `the option ${option} is not understood`,
  };
}
