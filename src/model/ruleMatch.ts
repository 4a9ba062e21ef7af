import type { PortRange, SetField, SetValue } from './rules';

/** One condition of a rule. `negated` turns the whole condition round. */
export type RuleMatch =
  | AddressMatch
  | InterfaceMatch
  | ProtocolMatch
  | PortMatch
  | IcmpMatch
  | TcpFlagsMatch
  | ConnectionMatch
  | AddressTypeMatch
  | SetMatch
  | MarkMatch
  | LimitMatch
  | FamilyMatch
  | UnknownMatch;

export interface AddressMatch {
  readonly kind: 'source' | 'destination';
  readonly negated: boolean;
  /** Any of them: prefixes, ranges and single addresses. */
  readonly addresses: readonly SetValue[];
}

export interface InterfaceMatch {
  /** `physicalIn`, `physicalOut`: ports of a bridge (`-m physdev`). */
  readonly kind: 'inInterface' | 'outInterface' | 'physicalIn' | 'physicalOut';
  readonly negated: boolean;
  /** Any of them; `one` or `beginning` (iptables `br-+`, nftables `"br-*"`). */
  readonly names: readonly SetValue[];
}

export interface ProtocolMatch {
  readonly kind: 'protocol';
  readonly negated: boolean;
  /** Any of them, lower case: `tcp`, `udp`, `sctp`, `icmp`, `icmpv6`, else a name or number as told. */
  readonly protocols: readonly string[];
}

export interface PortMatch {
  /** `anyPort`: source or destination (`-m multiport --ports`). */
  readonly kind: 'sourcePort' | 'destinationPort' | 'anyPort';
  readonly negated: boolean;
  /** The protocol it demands: `th` for any that has ports (nftables), `multiport` for what `-p` says. */
  readonly protocol: 'tcp' | 'udp' | 'sctp' | 'dccp' | 'udplite' | 'th' | 'multiport';
  readonly ports: readonly PortRange[];
}

export interface IcmpMatch {
  readonly kind: 'icmpType';
  readonly negated: boolean;
  readonly family: 4 | 6;
  /** Any of them; absent type: every ICMP packet. */
  readonly types: readonly { readonly type?: number; readonly code?: number }[];
}

export interface TcpFlagsMatch {
  readonly kind: 'tcpFlags';
  readonly negated: boolean;
  /** Of the flags in `mask` exactly those in `set` are on. Upper case, as iptables prints them. */
  readonly mask: readonly string[];
  readonly set: readonly string[];
}

/** Connection tracking (iptables-extensions(8), conntrack; nft(8), CONNTRACK EXPRESSIONS). */
export type ConnectionMatch =
  | {
      readonly kind: 'connectionState';
      readonly negated: boolean;
      /** `NEW`, `ESTABLISHED`, `RELATED`, `INVALID`, `UNTRACKED`; iptables also `DNAT`, `SNAT`. */
      readonly states: readonly string[];
      /** The older `-m state`. */
      readonly module?: 'state';
    }
  | {
      readonly kind: 'connectionStatus';
      readonly negated: boolean;
      /** `DNAT`, `SNAT`, `ASSURED`, `CONFIRMED`, `SEEN_REPLY`, `EXPECTED`. */
      readonly statuses: readonly string[];
    }
  | {
      readonly kind: 'connectionDirection';
      readonly negated: boolean;
      readonly direction: 'original' | 'reply';
    }
  | {
      /** As the connection's first packet was sent, before any rewriting; or as replies come. */
      readonly kind: 'connectionAddress';
      readonly negated: boolean;
      readonly tuple: 'original' | 'reply';
      readonly side: 'source' | 'destination';
      readonly addresses: readonly SetValue[];
    }
  | {
      readonly kind: 'connectionPort';
      readonly negated: boolean;
      readonly tuple: 'original' | 'reply';
      readonly side: 'source' | 'destination';
      readonly ports: readonly PortRange[];
    }
  | {
      readonly kind: 'connectionProtocol';
      readonly negated: boolean;
      readonly protocols: readonly string[];
    };

export interface AddressTypeMatch {
  readonly kind: 'addressType';
  readonly side: 'source' | 'destination';
  readonly negated: boolean;
  /** Upper case: `LOCAL`, `UNICAST`, `BROADCAST`, … Any of them. */
  readonly types: readonly string[];
  /** Only addresses of that interface count (`--limit-iface-in`, `--limit-iface-out`). */
  readonly of?: 'inInterface' | 'outInterface';
}

/** Membership of a named set: ipset, or nftables `@name`. */
export interface SetMatch {
  readonly kind: 'set';
  readonly negated: boolean;
  readonly name: string;
  /** nftables: what is looked up. */
  readonly fields?: readonly SetField[];
  /** ipset: the side each part of the set's key is compared to; the set's type says which part is what. */
  readonly directions?: readonly ('source' | 'destination')[];
}

export interface MarkMatch {
  readonly kind: 'mark' | 'connectionMark';
  readonly negated: boolean;
  /** (mark & mask) == value. */
  readonly value: number;
  readonly mask: number;
}

/** Holds until the rate is passed; how much has passed nobody can read. */
export interface LimitMatch {
  readonly kind: 'limit';
  readonly negated: boolean;
  /** As its tool prints it. */
  readonly text: string;
  readonly json?: unknown;
}

/** nftables in `inet` tables. */
export interface FamilyMatch {
  readonly kind: 'family';
  readonly negated: boolean;
  readonly family: 4 | 6;
}

export interface UnknownMatch {
  readonly kind: 'unknown';
  /** As the tool prints it, its own negation included. */
  readonly text: string;
  readonly reason: string;
  /** nftables: the expression itself. */
  readonly json?: unknown;
}
