import type { RuleMatch } from '../model/ruleMatch';
import type {
  BaseHook,
  Counters,
  NamedSet,
  NetfilterHook,
  Rule,
  RuleAction,
  RuleProblem,
  RuleSet,
  RuleTable,
  SetEntry,
  TableFamily,
} from '../model/rules';
import { isObject, listOf, member, numberOf, onlyKey, textOf } from './nftJson';
import { expressionText, statementsText, statementText } from './nftText';
import { readKey } from './nftValues';
import { reasonOf } from './ruleReason';
import { readNftMatch } from './readNftMatch';
import { readNftAction, readPairs } from './readNftStatement';

const families: readonly TableFamily[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'];
const hooks: readonly NetfilterHook[] = [
  'ingress',
  'prerouting',
  'input',
  'forward',
  'output',
  'postrouting',
  'egress',
];

interface TableDraft {
  readonly family: TableFamily;
  readonly name: string;
  readonly chains: Map<string, { readonly base?: BaseHook; readonly rules: Rule[] }>;
  readonly sets: NamedSet[];
}

/**
 * `nft -j list ruleset` (libnftables-json(5)), parsed JSON or text. Never throws: what has another
 * shape is named in `problems`, expressions that are not understood are kept in their rule.
 */
export function readNftJson(input: unknown): RuleSet {
  const json = typeof input === 'string' ? parseJson(input) : input;
  const objects = member(json, 'nftables');
  if (!Array.isArray(objects)) {
    return { tables: [], ipsets: [], problems: [malformed('it is no list of nftables objects')] };
  }
  const tables = new Map<string, TableDraft>();
  const problems: RuleProblem[] = [];
  const all = objects as unknown[];
  for (let at = 0; at < all.length; at += 1) {
    const object = all[at];
    // What was parsed here nobody else has: let go early, thousands of rules are half the time to collect.
    if (typeof input === 'string') all[at] = undefined;
    const kind = onlyKey(object) ?? '';
    const value = member(object, kind);
    if (!isObject(value)) continue;
    const family = families.find((one) => one === value['family']);
    if (family === undefined) continue;
    if (kind === 'table') tableOf(tables, family, textOf(value['name']) ?? '');
    const table = textOf(value['table']);
    if (table === undefined) continue;
    const draft = tableOf(tables, family, table);
    const name = textOf(value['name']) ?? '';
    if (kind === 'chain') draft.chains.set(name, { ...readBase(value), rules: [] });
    if (kind === 'set' || kind === 'map') {
      const set = readSet(kind, name, value);
      // A set that is only half understood would make rules decide wrongly; without it they are unknown.
      if (set === undefined)
        problems.push(malformed(`the elements of ${kind} ${name} are not understood`));
      else draft.sets.push(set);
    }
    if (kind === 'rule' && !addRule(draft, value)) {
      problems.push(malformed(`a rule of table ${table} names no chain of it`));
    }
  }
  return { tables: [...tables.values()].map(finish), ipsets: [], problems };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(what: string): RuleProblem {
  return {
    code: 'malformed-json',
    message: `The output of nft is not as expected: ${what}.`,
    nextStep: 'read the rules again; what was read so far is shown',
  };
}

function tableOf(tables: Map<string, TableDraft>, family: TableFamily, name: string): TableDraft {
  const key = `${family} ${name}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  const draft: TableDraft = { family, name, chains: new Map(), sets: [] };
  tables.set(key, draft);
  return draft;
}

function finish({ family, name, chains, sets }: TableDraft): RuleTable {
  return {
    tool: 'nft',
    family,
    name,
    chains: [...chains].map(([chain, draft]) => ({ name: chain, ...draft })),
    sets,
  };
}

function readBase(chain: Readonly<Record<string, unknown>>): { readonly base?: BaseHook } {
  const hook = hooks.find((one) => one === chain['hook']);
  const priority = numberOf(chain['prio']);
  if (hook === undefined || priority === undefined) return {};
  const type = chain['type'];
  return {
    base: {
      hook,
      type: type === 'nat' || type === 'route' ? type : 'filter',
      priority,
      policy: chain['policy'] === 'drop' ? 'drop' : 'accept',
    },
  };
}

function addRule(table: TableDraft, value: Readonly<Record<string, unknown>>): boolean {
  const chain = table.chains.get(textOf(value['chain']) ?? '');
  if (chain === undefined) return false;
  const place = chain.rules.length + 1;
  chain.rules.push(readRule(place, listOf(value['expr']), textOf(value['comment']), table.family));
  return true;
}

function readRule(
  index: number,
  expr: readonly unknown[],
  comment: string | undefined,
  family: TableFamily,
): Rule {
  const matches: RuleMatch[] = [];
  const actions: RuleAction[] = [];
  let counters: Counters | undefined;
  let late: string | undefined;
  for (const statement of expr) {
    const kind = onlyKey(statement);
    if (kind === 'counter') {
      counters = readCounters(member(statement, 'counter'));
    } else if (kind === 'match' || kind === 'limit' || kind === 'xt') {
      if (actions.some((action) => action.kind !== 'log' && action.kind !== 'harmless')) {
        late = `the condition ${statementText(statement)} follows what the rule does`;
      }
      if (kind === 'xt' && member(member(statement, 'xt'), 'type') === 'target') {
        actions.push(readNftAction(statement));
      } else {
        for (const one of readCondition(kind, statement, family)) matches.push(one);
      }
    } else {
      actions.push(readNftAction(statement));
    }
  }
  if (late !== undefined) matches.push(lateMatch(late));
  const reason = late ?? reasonOf(matches, actions);
  const text = statementsText(expr, comment);
  // The usual rule, without copies of it: there may be thousands.
  if (comment === undefined && reason === undefined) {
    return counters === undefined
      ? { index, matches, actions, text }
      : { index, matches, actions, text, counters };
  }
  return {
    index,
    matches,
    actions,
    text,
    ...(counters === undefined ? {} : { counters }),
    ...(comment === undefined ? {} : { comment }),
    ...(reason === undefined ? {} : { notUnderstood: reason }),
  };
}

function lateMatch(reason: string): RuleMatch {
  return { kind: 'unknown', text: '', reason };
}

function readCondition(
  kind: string,
  statement: unknown,
  family: TableFamily,
): readonly RuleMatch[] {
  if (kind === 'match') return readNftMatch(statement, family);
  const text = statementText(statement);
  if (kind === 'limit') {
    const negated = member(member(statement, 'limit'), 'inv') === true;
    return [{ kind: 'limit', negated, text, json: statement }];
  }
  const name = textOf(member(member(statement, 'xt'), 'name')) ?? '';
  const reason = `nft does not tell what the iptables match ${name} asks for`;
  return [{ kind: 'unknown', text, reason, json: statement }];
}

function readCounters(value: unknown): Counters | undefined {
  const packets = numberOf(member(value, 'packets'));
  const bytes = numberOf(member(value, 'bytes'));
  return packets === undefined || bytes === undefined ? undefined : { packets, bytes };
}

function readSet(
  kind: 'set' | 'map',
  name: string,
  value: Readonly<Record<string, unknown>>,
): NamedSet | undefined {
  const key = listOf(value['type']).map(expressionText).join(' . ');
  if (kind === 'map') {
    const to = value['map'];
    const entries = readPairs(value['elem']);
    if (entries === undefined) return undefined;
    return {
      name,
      kind: to === 'verdict' ? 'verdictMap' : 'map',
      type: `${key} : ${listOf(to).map(expressionText).join(' . ')}`,
      entries,
    };
  }
  const entries: SetEntry[] = [];
  for (const element of listOf(value['elem'])) {
    const values = readKey(element);
    if (values === undefined) return undefined;
    entries.push({ key: values });
  }
  return { name, kind, type: key, entries };
}
