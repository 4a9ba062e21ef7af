import { isObject, listOf, member, numberOf, onlyKey, textOf } from './nftJson';

/** Interfaces need no `meta` before them. */
const bareMeta = new Set(['iif', 'oif', 'iifname', 'oifname', 'iifgroup', 'oifgroup']);

/** A rule's statements in nft's own words, without counters' figures; what has no words is its JSON. */
export function statementsText(expr: readonly unknown[], comment: string | undefined): string {
  // Made for every rule: without lists of its own.
  let text = '';
  for (const statement of expr) {
    const word = statementText(statement);
    if (word !== '') text = text === '' ? word : `${text} ${word}`;
  }
  if (comment === undefined) return text;
  const last = `comment ${JSON.stringify(comment)}`;
  return text === '' ? last : `${text} ${last}`;
}

export function statementText(statement: unknown): string {
  const kind = onlyKey(statement);
  if (kind === undefined) return JSON.stringify(statement);
  const value = member(statement, kind);
  switch (kind) {
    case 'match':
      return matchText(value);
    case 'accept':
    case 'drop':
    case 'return':
    case 'continue':
    case 'notrack':
      return kind;
    case 'counter':
      return 'counter';
    case 'jump':
    case 'goto':
      return `${kind} ${textOf(member(value, 'target')) ?? ''}`;
    case 'vmap':
      return `${expressionText(member(value, 'key'))} vmap ${expressionText(member(value, 'data'))}`;
    case 'dnat':
    case 'snat':
    case 'masquerade':
    case 'redirect':
      return natText(kind, value);
    case 'reject':
      return rejectText(value);
    case 'mangle':
      return `${expressionText(member(value, 'key'))} set ${expressionText(member(value, 'value'))}`;
    case 'limit':
      return limitText(value);
    case 'log':
      return logText(value);
    default:
      return JSON.stringify(statement);
  }
}

function matchText(value: unknown): string {
  const op = textOf(member(value, 'op')) ?? '==';
  const shown = op === '==' || op === 'in' ? ' ' : ` ${op} `;
  const left = member(value, 'left');
  const right = member(value, 'right');
  const masked = isObject(left) && '&' in left;
  const between = masked && op === '==' ? ' == ' : shown;
  return `${expressionText(left)}${between}${valueText(left, right)}`;
}

function valueText(left: unknown, right: unknown): string {
  if (typeof right === 'number') return String(right);
  const key = textOf(member(member(left, 'meta'), 'key'));
  const quoted = key !== undefined && /^[io]if(name)?$/.test(key);
  if (typeof right === 'string' && !quoted) return right;
  const one = (value: unknown) =>
    quoted && typeof value === 'string' && !value.startsWith('@')
      ? JSON.stringify(value)
      : expressionText(value);
  const set = member(right, 'set');
  if (set !== undefined) return `{ ${listOf(set).map(one).join(', ')} }`;
  return Array.isArray(right) ? right.map(one).join(',') : one(right);
}

/** An expression in nft's words. */
export function expressionText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(expressionText).join(',');
  const kind = onlyKey(value);
  if (kind === undefined) return JSON.stringify(value);
  const inner = member(value, kind);
  switch (kind) {
    case 'meta': {
      const key = textOf(member(inner, 'key')) ?? '';
      return bareMeta.has(key) ? key : `meta ${key}`;
    }
    case 'payload': {
      const protocol = textOf(member(inner, 'protocol'));
      const field = textOf(member(inner, 'field'));
      return protocol === undefined || field === undefined
        ? JSON.stringify(value)
        : `${protocol} ${field}`;
    }
    case 'ct': {
      const direction = textOf(member(inner, 'dir'));
      return ['ct', direction, textOf(member(inner, 'key'))]
        .filter((word) => word !== undefined)
        .join(' ');
    }
    case 'fib':
      return `fib ${listOf(member(inner, 'flags')).map(expressionText).join(' . ')} ${textOf(member(inner, 'result')) ?? ''}`;
    case 'prefix':
      return `${expressionText(member(inner, 'addr'))}/${numberOf(member(inner, 'len')) ?? ''}`;
    case 'range':
      return listOf(inner).map(expressionText).join('-');
    case 'set':
      return `{ ${listOf(inner).map(elementText).join(', ')} }`;
    case 'concat':
      return listOf(inner).map(expressionText).join(' . ');
    case 'elem':
      return expressionText(member(inner, 'val'));
    case '&':
    case '|':
    case '^':
      return listOf(inner).map(expressionText).join(` ${kind} `);
    default:
      return JSON.stringify(value);
  }
}

/** An element of a set, or a pair of a map. */
function elementText(element: unknown): string {
  if (!Array.isArray(element)) return expressionText(element);
  const [key, value] = element as readonly unknown[];
  const verdict = isObject(value) ? statementText(value) : expressionText(value);
  return `${expressionText(key)} : ${verdict}`;
}

function natText(kind: string, value: unknown): string {
  const family = textOf(member(value, 'family'));
  const address = member(value, 'addr');
  const port = member(value, 'port');
  const host = address === undefined ? '' : expressionText(address);
  const bracketed = host.includes(':') && port !== undefined ? `[${host}]` : host;
  const to = `${bracketed}${port === undefined ? '' : `:${expressionText(port)}`}`;
  const flags = listOf(member(value, 'flags')).map(expressionText).join(',');
  return [
    kind,
    ...(family === undefined ? [] : [family]),
    ...(to === '' ? [] : ['to', to]),
    ...(flags === '' ? [] : [flags]),
  ].join(' ');
}

function rejectText(value: unknown): string {
  const type = textOf(member(value, 'type'));
  const reason = textOf(member(value, 'expr'));
  if (type === undefined) return 'reject';
  return `reject with ${type}${reason === undefined ? '' : ` ${reason}`}`;
}

function limitText(value: unknown): string {
  const over = member(value, 'inv') === true ? 'over ' : '';
  const unit = textOf(member(value, 'rate_unit'));
  const rate = `${numberOf(member(value, 'rate')) ?? '?'}${unit === undefined || unit === 'packets' ? '' : ` ${unit}`}`;
  const burst = numberOf(member(value, 'burst'));
  const shown =
    burst === undefined
      ? ''
      : ` burst ${burst} ${textOf(member(value, 'burst_unit')) ?? 'packets'}`;
  return `limit rate ${over}${rate}/${textOf(member(value, 'per')) ?? '?'}${shown}`;
}

function logText(value: unknown): string {
  const prefix = textOf(member(value, 'prefix'));
  const level = textOf(member(value, 'level'));
  return [
    'log',
    ...(prefix === undefined ? [] : [`prefix ${JSON.stringify(prefix)}`]),
    ...(level === undefined ? [] : [`level ${level}`]),
  ].join(' ');
}
