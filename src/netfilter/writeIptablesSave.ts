import type { RuleChain, RuleTable } from '../model/rules';
import { formatIptablesRule } from './formatIptablesRule';

/**
 * Tables in the form of iptables-save, each with its policies and, where they were read, its rules'
 * counters: iptables-restore(8) takes it. Only tables of iptables; nftables' have `writeNft`.
 */
export function writeIptablesSave(tables: readonly RuleTable[]): string {
  return tables.map(writeTable).join('');
}

function writeTable(table: RuleTable): string {
  const lines = [
    `*${table.name}`,
    ...table.chains.map(writeChain),
    ...table.chains.flatMap((chain) =>
      chain.rules.map((rule) => {
        const { counters } = rule;
        const count = counters === undefined ? '' : `[${counters.packets}:${counters.bytes}] `;
        const cannotWrite = rule.notUnderstood !== undefined;
        return `${count}${cannotWrite ? rule.text : formatIptablesRule(chain.name, rule)}`;
      }),
    ),
    'COMMIT',
  ];
  return `${lines.join('\n')}\n`;
}

function writeChain({ name, base }: RuleChain): string {
  const { packets, bytes } = base?.counters ?? { packets: 0, bytes: 0 };
  return `:${name} ${base === undefined ? '-' : base.policy.toUpperCase()} [${packets}:${bytes}]`;
}
