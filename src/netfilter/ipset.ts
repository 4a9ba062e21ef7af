import type { SetMatch } from '../model/ruleMatch';
import type { NamedSet, SetEntry, SetField, SetValue } from '../model/rules';

/**
 * Sets from `ipset save` (ipset(8)): `create NAME hash:net family inet …`, `add NAME 172.17.0.0/16`.
 * `list:set` and other types whose parts are not known give fields `unknown` where they are matched.
 */
export function readIpset(text: string): readonly NamedSet[] {
  const sets = new Map<string, { readonly type: string; readonly entries: SetEntry[] }>();
  for (const line of text.split('\n')) {
    const [command, name = '', value = '', ...options] = line.trim().split(/\s+/);
    if (command === 'create') sets.set(name, { type: value, entries: [] });
    if (command === 'add') {
      const exception = options.includes('nomatch');
      sets.get(name)?.entries.push({ key: readEntry(value), ...(exception ? { exception } : {}) });
    }
  }
  return [...sets].map(([name, set]) => ({ name, kind: 'set', ...set }));
}

/** `10.0.0.1,tcp:80` has a protocol and a port in one place; they become two values. */
function readEntry(written: string): readonly SetValue[] {
  return written.split(',').flatMap((part): readonly SetValue[] => {
    const port = /^(?:([a-z0-9-]+):)?(\d+)(?:-(\d+))?$/.exec(part);
    if (port !== null && (port[1] !== undefined || !part.includes('.'))) {
      const [, protocol = 'tcp', first = '', last = first] = port;
      return [
        { kind: 'one', value: protocol },
        first === last ? { kind: 'one', value: first } : { kind: 'range', first, last },
      ];
    }
    if (part.includes('/')) return [{ kind: 'prefix', cidr: part }];
    const range = /^([\da-f.:]+)-([\da-f.:]+)$/i.exec(part);
    return range === null
      ? [{ kind: 'one', value: part }]
      : [{ kind: 'range', first: range[1] ?? '', last: range[2] ?? '' }];
  });
}

/**
 * What of a packet a set's key is compared to: told by the rule in nftables, by the set's type and
 * the rule's `src`/`dst` in ipset. A part that is not understood is `unknown`.
 */
export function setFields(match: SetMatch, set: NamedSet): readonly SetField[] {
  if (match.fields !== undefined) return match.fields;
  const parts = set.type.replace(/^\w+:/, '').split(',');
  return parts.flatMap((part, at) => {
    const destination = match.directions?.[at] === 'destination';
    return partFields(part, match.directions?.[at] === undefined, destination);
  });
}

function partFields(part: string, missing: boolean, destination: boolean): readonly SetField[] {
  if (missing) return ['unknown'];
  switch (part) {
    case 'ip':
    case 'net':
      return [destination ? 'destination' : 'source'];
    case 'port':
      return ['protocol', destination ? 'destinationPort' : 'sourcePort'];
    case 'iface':
      return [destination ? 'outInterface' : 'inInterface'];
    case 'mark':
      return ['mark'];
    default:
      return ['unknown'];
  }
}
