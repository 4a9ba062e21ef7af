import type { NamedSet, RuleChain, RuleTable, SetEntry, SetValue } from '../model/rules';

/** Tables of nftables as `nft list ruleset` prints them; `nft -f` takes it. */
export function writeNft(tables: readonly RuleTable[]): string {
  return tables.map(writeTable).join('');
}

function writeTable(table: RuleTable): string {
  const parts = [...table.sets.map(writeSet), ...table.chains.map(writeChain)];
  return `table ${table.family} ${table.name} {\n${parts.join('\n')}}\n`;
}

function writeSet(set: NamedSet): string {
  const elements = set.entries.map(writeEntry).join(', ');
  return [
    `\t${set.kind === 'set' ? 'set' : 'map'} ${set.name} {`,
    `\t\ttype ${set.type}`,
    ...(set.entries.some(({ key }) => key.some((value) => value.kind !== 'one'))
      ? ['\t\tflags interval']
      : []),
    ...(elements === '' ? [] : [`\t\telements = { ${elements} }`]),
    '\t}\n',
  ].join('\n');
}

function writeEntry(entry: SetEntry): string {
  const key = entry.key.map(writeValue).join(' . ');
  if (entry.verdict !== undefined) {
    const { verdict } = entry;
    const word =
      verdict.kind === 'jump' || verdict.kind === 'goto'
        ? `${verdict.kind} ${verdict.chain}`
        : verdict.kind;
    return `${key} : ${word}`;
  }
  return entry.value === undefined ? key : `${key} : ${entry.value.map(writeValue).join(' . ')}`;
}

function writeValue(value: SetValue): string {
  switch (value.kind) {
    case 'one':
      return /^[\w.:/-]+$/.test(value.value) && /\d/.test(value.value[0] ?? '')
        ? value.value
        : JSON.stringify(value.value);
    case 'prefix':
      return value.cidr;
    case 'range':
      return `${value.first}-${value.last}`;
    case 'beginning':
      return JSON.stringify(`${value.text}*`);
    case 'any':
      return '*';
  }
}

function writeChain(chain: RuleChain): string {
  const { base } = chain;
  return [
    `\tchain ${chain.name} {`,
    ...(base === undefined
      ? []
      : [
          `\t\ttype ${base.type} hook ${base.hook} priority ${base.priority}; policy ${base.policy};`,
        ]),
    ...chain.rules.map((rule) => `\t\t${rule.text}`),
    '\t}\n',
  ].join('\n');
}
