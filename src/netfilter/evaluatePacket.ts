import type { AddressFamily } from '../model/network';

/** The five hooks of netfilter a packet can pass. */
export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

/** How connection tracking sees a packet (iptables-extensions(8), conntrack). */
export type ConnectionState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

/** A packet on its way; rules rewrite it, so it is the one mutable thing of a walk. */
export interface Packet {
  readonly family: AddressFamily;
  readonly proto: 'tcp' | 'udp' | 'sctp' | 'icmp';
  source: string;
  destination: string;
  /** The echo identifier for ICMP. */
  sourcePort: number;
  destinationPort: number;
  /** TCP: which segment of the handshake, `data` what either side sends after it. ICMP: request, reply or an error about a connection. */
  readonly kind: 'request' | 'reply' | 'data' | 'reset' | 'error';
  /** ICMP errors: the protocol of the connection they are about; the ports are that connection's too. */
  readonly about?: 'tcp' | 'udp' | 'sctp' | 'icmp';
  /** ICMP errors: the code; port unreachable when absent. */
  readonly icmpCode?: number;
  mark: number;
}

/** Where a packet stands when a hook looks at it. */
export interface HookContext {
  readonly hook: Hook;
  readonly inInterface?: string;
  readonly outInterface?: string;
  /** Ports of a bridge, for frames that stay on it. */
  readonly physicalIn?: string;
  readonly physicalOut?: string;
  readonly state: ConnectionState;
  /** Whether connection tracking rewrote the destination or the source. */
  readonly destinationRewritten: boolean;
  readonly sourceRewritten: boolean;
  readonly direction: 'original' | 'reply';
  /** The connection's mark; rules may set it. */
  connectionMark: number;
  /** `addrtype`: what an address is to this namespace. */
  readonly addressType: (address: string, onInterface?: string) => AddressType;
  /** The connection's two directions, when it is tracked. */
  readonly connection?: {
    readonly original: ConnectionTuple;
    readonly reply: ConnectionTuple;
  };
}

/** One direction of a connection as a namespace sees it (nf_conntrack_tuple). */
export interface ConnectionTuple {
  readonly proto: Packet['proto'];
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
}

export type AddressType =
  | 'LOCAL'
  | 'UNICAST'
  | 'BROADCAST'
  | 'MULTICAST'
  | 'ANYCAST'
  | 'UNREACHABLE'
  | 'BLACKHOLE'
  | 'PROHIBIT'
  | 'UNSPEC';

/** A rule as an answer names it. */
export interface RuleRef {
  readonly family: AddressFamily;
  readonly table: string;
  readonly chain: string;
  /** 1-based place in the chain. */
  readonly index: number;
  /** The rule as the tool prints it. */
  readonly rule: string;
}

/** A base chain's policy, where no rule decided. */
export interface PolicyRef {
  readonly kind: 'policy';
  readonly family: AddressFamily;
  readonly table: string;
  readonly chain: string;
  readonly policy: string;
}

/** What a REJECT sends back. */
export type RejectKind = 'tcp-reset' | 'port' | 'host' | 'net' | 'proto' | 'prohibited';

/** What one base chain decides about a packet. */
export type ChainVerdict =
  | { readonly kind: 'accept'; readonly by?: RuleRef | PolicyRef }
  | { readonly kind: 'drop'; readonly by: RuleRef | PolicyRef }
  | { readonly kind: 'reject'; readonly by: RuleRef; readonly sends: RejectKind }
  | { readonly kind: 'untracked'; readonly by: RuleRef }
  | {
      readonly kind: 'rewrite';
      readonly by: RuleRef;
      readonly rewrite: Rewrite;
    }
  | { readonly kind: 'unknown'; readonly by: RuleRef; readonly reason: string };

/** Address translation a rule asks for. */
export type Rewrite =
  | { readonly to: 'destination'; readonly address?: string; readonly port?: number }
  | { readonly to: 'source'; readonly address?: string; readonly port?: number }
  /** The address of the outgoing interface. */
  | { readonly to: 'masquerade'; readonly port?: number }
  /** The address of the incoming interface, or loopback for packets of the machine's own. */
  | { readonly to: 'redirect'; readonly port?: number };

/** Base chains of one namespace, by hook, in the order of their priority. */
export interface HookChains {
  readonly chains: (family: AddressFamily, hook: Hook) => readonly BaseChain[];
}

export interface BaseChain {
  /** Before connection tracking (-200) `state` is not known yet. */
  readonly priority: number;
  readonly type: 'filter' | 'nat' | 'route';
  readonly evaluate: (packet: Packet, context: HookContext) => ChainVerdict;
}
