import type { NamedSet, SetEntry, SetValue } from '../model/rules';

/**
 * Sets from `ipset save` (ipset(8)): `create NAME hash:net family inet …`, `add NAME 172.17.0.0/16`.
 * Ports keep their protocol: `tcp:80`.
 */
export function readIpset(text: string): readonly NamedSet[] {
  const sets = new Map<string, { readonly type: string; readonly entries: SetEntry[] }>();
  for (const line of text.split('\n')) {
    const [command, name = '', value = '', ...options] = line.trim().split(/\s+/);
    if (command === 'create') sets.set(name, { type: value, entries: [] });
    if (command !== 'add') continue;
    const exception = options.includes('nomatch');
    sets.get(name)?.entries.push({
      key: value.split(',').map(readPart),
      ...(exception ? { exception } : {}),
    });
  }
  return [...sets].map(([name, set]) => ({ name, kind: 'set', ...set }));
}

function readPart(written: string): SetValue {
  if (written.includes('/')) return { kind: 'prefix', cidr: written };
  const range = /^((?:\w+:)?[\d.]+|[\da-f:]+)-([\da-f.:]+)$/i.exec(written);
  return range === null
    ? { kind: 'one', value: written }
    : { kind: 'range', first: range[1] ?? '', last: range[2] ?? '' };
}
