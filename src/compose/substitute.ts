/** The value of a variable, or `undefined` when it is not set. */
export type Lookup = (name: string) => string | undefined;

export type Substitution =
  | { readonly ok: true; readonly value: string; readonly unset: readonly string[] }
  /** `piece` is the text that could not be understood, as docker compose prints it. */
  | { readonly ok: false; readonly kind: 'invalid'; readonly piece: string }
  | {
      readonly ok: false;
      readonly kind: 'missing';
      readonly name: string;
      readonly reason: string;
    };

const maxDepth = 50;

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}`, `${NAME:+other}` and their
 * forms without colon; `$$` is a dollar sign, and a lone `$` stays. Like docker compose up to 2.40,
 * arguments are evaluated even when they are not needed (compose-go 2.9.1, template: Substitute).
 */
export function substitute(template: string, lookup: Lookup): Substitution {
  return template.includes('$')
    ? substituteAt(template, lookup, 0)
    : { ok: true, value: template, unset: [] };
}

function substituteAt(template: string, lookup: Lookup, depth: number): Substitution {
  if (depth > maxDepth) return { ok: false, kind: 'invalid', piece: template };
  let value = '';
  const unset: string[] = [];
  let at = 0;
  for (let dollar = template.indexOf('$'); dollar >= 0; dollar = template.indexOf('$', at)) {
    value += template.slice(at, dollar);
    const token = readToken(template, dollar);
    if (token === 'invalid') return { ok: false, kind: 'invalid', piece: template };
    at = token.end;
    if (token.kind === 'literal') {
      value += token.text;
      continue;
    }
    const result = evaluate(token, lookup, depth);
    if (!result.ok) return result;
    value += result.value;
    unset.push(...result.unset);
  }
  return { ok: true, value: value + template.slice(at), unset };
}

type Operator = ':-' | '-' | ':+' | '+' | ':?' | '?';

interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly operator?: Operator;
  readonly argument: string;
  readonly end: number;
}

type Token = Variable | { readonly kind: 'literal'; readonly text: string; readonly end: number };

const namePattern = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const operatorPattern = /:?[-+?]/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function readToken(template: string, dollar: number): Token | 'invalid' {
  const next = template[dollar + 1];
  if (next === '$') return { kind: 'literal', text: '$', end: dollar + 2 };
  const named = matchAt(namePattern, template, dollar + 1);
  if (named !== undefined) {
    return { kind: 'variable', name: named, argument: '', end: dollar + 1 + named.length };
  }
  if (next !== '{') return { kind: 'literal', text: '$', end: dollar + 1 };
  const name = matchAt(namePattern, template, dollar + 2);
  if (name === undefined) return 'invalid';
  const afterName = dollar + 2 + name.length;
  if (template[afterName] === '}') {
    return { kind: 'variable', name, argument: '', end: afterName + 1 };
  }
  const operator = matchAt(operatorPattern, template, afterName) as Operator | undefined;
  if (operator === undefined) return 'invalid';
  const close = closingBrace(template, dollar);
  if (close === undefined || close < afterName + operator.length) return 'invalid';
  const argument = template.slice(afterName + operator.length, close);
  return { kind: 'variable', name, operator, argument, end: close + 1 };
}

/**
 * The brace that ends the expression: the one that balances, looked for on the same line only; when
 * none does, the last one of the line. The character after an opening brace is not looked at.
 */
function closingBrace(template: string, dollar: number): number | undefined {
  const lineEnd = template.indexOf('\n', dollar);
  const last = template.lastIndexOf('}', lineEnd < 0 ? template.length : lineEnd);
  if (last < dollar) return undefined;
  let open = 0;
  for (let index = dollar; index <= last; index++) {
    const character = template[index];
    if (character === '}') {
      open--;
      if (open === 0) return index;
    }
    if (character === '{') {
      open++;
      index++;
    }
  }
  return last;
}

function evaluate(variable: Variable, lookup: Lookup, depth: number): Substitution {
  const current = lookup(variable.name);
  if (variable.operator === undefined) {
    return {
      ok: true,
      value: current ?? '',
      unset: current === undefined ? [variable.name] : [],
    };
  }
  const argument = substituteAt(variable.argument, lookup, depth + 1);
  if (!argument.ok) return argument;
  const use = (value: string): Substitution => ({ ok: true, value, unset: argument.unset });
  switch (variable.operator) {
    case ':-':
      return use(current === undefined || current === '' ? argument.value : current);
    case '-':
      return use(current ?? argument.value);
    case ':+':
      return use(current === undefined || current === '' ? '' : argument.value);
    case '+':
      return use(current === undefined ? '' : argument.value);
    case ':?':
    case '?': {
      const missing = current === undefined || (variable.operator === ':?' && current === '');
      return missing
        ? { ok: false, kind: 'missing', name: variable.name, reason: argument.value }
        : use(current);
    }
  }
}
