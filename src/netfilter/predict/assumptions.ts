import type { DaemonOptions } from '../../model/engine';
import { generationOf, type Generation } from './generation';

/** What a prediction takes for granted: the generation and the daemon's options, defaults filled in. */
export interface Assumptions {
  readonly generation: Generation;
  readonly backend: 'iptables' | 'nftables';
  readonly userlandProxy: boolean;
  readonly iptables: boolean;
  readonly ip6tables: boolean;
  /** The engine turned forwarding on and closed FORWARD. */
  readonly forwardDrop: boolean;
  readonly allowDirectRouting: boolean;
  readonly bridgeAcceptFwmark?: string;
}

export function assume(version: string, options: DaemonOptions): Assumptions {
  const generation = generationOf(version);
  const nftables = generation.nftables && options.firewallBackend === 'nftables';
  const mark = options.bridgeAcceptFwmark;
  return {
    generation,
    backend: nftables ? 'nftables' : 'iptables',
    userlandProxy: options.userlandProxy ?? true,
    iptables: options.iptables ?? true,
    ip6tables: options.ip6tables ?? generation.ip6tablesByDefault,
    forwardDrop: options.ipForward !== false && options.ipForwardNoDrop !== true,
    allowDirectRouting: generation.trustsInterfaces && options.allowDirectRouting === true,
    ...(generation.nftables && mark !== undefined && mark !== ''
      ? { bridgeAcceptFwmark: mark }
      : {}),
  };
}

/** In words, for the provenance: what a reader has to check when reality differs. */
export function assumptionText(assumptions: Assumptions): string {
  const { generation, backend, userlandProxy, iptables, ip6tables } = assumptions;
  return [
    `what ${generation.label} writes${backend === 'nftables' ? ' with its nftables backend' : ''}`,
    `userland proxy ${onOff(userlandProxy)}`,
    `iptables ${onOff(iptables)}`,
    `ip6tables ${onOff(ip6tables)}`,
    `FORWARD ${assumptions.forwardDrop ? 'closed by the engine' : 'left open'}`,
    ...(assumptions.allowDirectRouting ? ['direct routing allowed'] : []),
  ].join(', ');
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}
