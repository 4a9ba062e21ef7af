import type { Fact, Knowable } from './provenance';

export type EngineProduct = 'docker' | 'podman';

/** The container engine a topology was read from, or the one a prediction assumes. */
export interface Engine {
  /** For view state: the same engine has the same key over restarts. */
  readonly key: string;
  readonly product: EngineProduct;
  readonly version: Fact<string>;
  readonly apiVersion: Knowable<string>;
  readonly rootless: Knowable<boolean>;
  /** Docker Desktop and the like: the engine's host is a virtual machine, not this machine. */
  readonly virtualMachine: Knowable<boolean>;
  /** Pools networks without a subnet are cut from. */
  readonly addressPools: Knowable<readonly { readonly base: string; readonly size: number }[]>;
  /** Experimental features are on: before 27 `ip6tables` needs them. Absent where it is not told. */
  readonly experimental?: Fact<boolean>;
  /** What is known of the daemon's options; the rest has the version's default. */
  readonly daemonOptions?: Fact<DaemonOptions>;
}

/** Options of the daemon that decide which rules it writes (dockerd(8), daemon.json). */
export interface DaemonOptions {
  readonly userlandProxy?: boolean;
  readonly iptables?: boolean;
  readonly ip6tables?: boolean;
  /** Whether the engine may turn forwarding on. */
  readonly ipForward?: boolean;
  /** 28 and later: turning forwarding on leaves the policy of FORWARD alone. */
  readonly ipForwardNoDrop?: boolean;
  /** 28.2 and later: no rule keeps neighbours from container addresses. */
  readonly allowDirectRouting?: boolean;
  /** 29 and later. */
  readonly firewallBackend?: 'iptables' | 'nftables';
  /** 29 and later: `mark` or `mark/mask` that lets packets in. */
  readonly bridgeAcceptFwmark?: string;
}
