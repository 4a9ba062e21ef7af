import type { NftObject } from '../nftJson';
import type { NftRule } from './nftExpressions';

export interface NftBase {
  readonly type: 'filter' | 'nat';
  readonly hook: 'prerouting' | 'forward' | 'output' | 'postrouting';
  readonly prio: number;
}

interface Page {
  readonly base?: NftBase;
  readonly rules: { readonly rule: NftRule; readonly group: number }[];
}

/** One table of nftables as it is built up; chains keep their rules by group, then in the order written. */
export class NftBook {
  readonly #family: 'ip' | 'ip6';
  readonly #table: string;
  readonly #chains = new Map<string, Page>();
  /** Verdict maps: the chain a device leads to. */
  readonly #maps = new Map<string, Map<string, string>>();

  constructor(family: 'ip' | 'ip6', table: string) {
    this.#family = family;
    this.#table = table;
  }

  base(name: string, base: NftBase): void {
    this.#chains.set(name, { base, rules: [] });
  }

  chain(name: string): Page {
    const page = this.#chains.get(name) ?? { rules: [] };
    this.#chains.set(name, page);
    return page;
  }

  rule(chain: string, rule: NftRule, group = 0): void {
    this.chain(chain).rules.push({ rule, group });
  }

  /** Unless the chain has it already. */
  ruleOnce(chain: string, rule: NftRule, group = 0): void {
    const text = JSON.stringify(rule);
    const known = this.chain(chain).rules.some((one) => JSON.stringify(one.rule) === text);
    if (!known) this.rule(chain, rule, group);
  }

  /** A verdict map by device, empty at first. */
  deviceMap(name: string): void {
    this.#maps.set(name, new Map());
  }

  leadDevice(map: string, device: string, chain: string): void {
    this.chain(chain);
    const entries = this.#maps.get(map) ?? new Map<string, string>();
    this.#maps.set(map, entries.set(device, chain));
  }

  /** As `nft -j list ruleset` would tell it. */
  json(): NftObject {
    const place = { family: this.#family, table: this.#table };
    const maps = [...this.#maps].map(([name, entries]) => ({
      map: {
        ...place,
        name,
        type: 'ifname',
        map: 'verdict',
        elem: [...entries].map(([device, target]) => [device, { jump: { target } }]),
      },
    }));
    const chains = [...this.#chains].map(([name, { base }]) => ({
      chain: { ...place, name, ...(base === undefined ? {} : { ...base, policy: 'accept' }) },
    }));
    const rules = [...this.#chains].flatMap(([chain, page]) =>
      [...page.rules]
        .sort((a, b) => a.group - b.group)
        .map(({ rule }) => ({ rule: { ...place, chain, ...rule } })),
    );
    const table = { table: { family: this.#family, name: this.#table } };
    return { nftables: [table, ...maps, ...chains, ...rules] };
  }
}
