import type { BaseHook, NetfilterHook } from '../model/rules';

type Place = Pick<BaseHook, 'hook' | 'type' | 'priority'>;

const hooks: Readonly<Record<string, NetfilterHook>> = {
  PREROUTING: 'prerouting',
  INPUT: 'input',
  FORWARD: 'forward',
  OUTPUT: 'output',
  POSTROUTING: 'postrouting',
};

/** Priorities of the kernel's tables (include/uapi/linux/netfilter_ipv4.h nf_ip_hook_priorities). */
const priorities: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  filter: 0,
  security: 50,
};

/** Where the kernel enters a built-in chain of iptables; `undefined` for tables it does not have. */
export function builtInHook(table: string, chain: string): Place | undefined {
  const hook = hooks[chain];
  if (hook === undefined) return undefined;
  if (table === 'nat') {
    const source = hook === 'postrouting' || hook === 'input';
    return { hook, type: 'nat', priority: source ? 100 : -100 };
  }
  const priority = priorities[table];
  if (priority === undefined) return undefined;
  return { hook, type: table === 'mangle' && hook === 'output' ? 'route' : 'filter', priority };
}

export function isKnownTable(table: string): boolean {
  return table === 'nat' || priorities[table] !== undefined;
}
