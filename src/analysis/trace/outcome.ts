import type { Packet, RejectKind } from '../../netfilter/evaluatePacket';
import type { Decision } from './decision';
import type { HookPlace, HookResult } from './hooks';
import type { Namespace, NetInterface, OutsideSegment } from './world';

/** Where the walk of one packet ended. */
export type Outcome =
  /** At the sockets of a namespace. */
  | {
      readonly kind: 'local';
      readonly namespace: Namespace;
      readonly packet: Packet;
      readonly by: Decision;
    }
  /** Past a NIC. */
  | {
      readonly kind: 'outside';
      readonly segment: OutsideSegment;
      readonly packet: Packet;
      readonly by: Decision;
    }
  | { readonly kind: 'dropped'; readonly by: Decision; readonly why: string }
  /** An error goes back from a namespace to whoever sent the packet. */
  | {
      readonly kind: 'error';
      readonly sends: RejectKind;
      readonly namespace: Namespace;
      readonly inInterface: NetInterface | undefined;
      readonly packet: Packet;
      readonly by: Decision;
      readonly why: string;
    }
  /** The sender's own kernel refused at once: no route, no source address, or a rule of its own. */
  | { readonly kind: 'sender-error'; readonly by: Decision; readonly why: string }
  | { readonly kind: 'unknown'; readonly by: Decision; readonly why: string };

export function dropped(by: Decision, why: string): Outcome {
  return { kind: 'dropped', by, why };
}

export function notKnown(part: string, why: string): Extract<Outcome, { kind: 'unknown' }> {
  return { kind: 'unknown', by: { kind: 'missing', part }, why };
}

export function unclearHostAddress(address: string) {
  return notKnown(
    'host',
    `whether ${address} is an address of the host was not read; host access would settle it`,
  );
}

export function setting(namespace: Namespace, text: string): Decision {
  return { kind: 'setting', namespace: namespace.id, setting: text };
}

/**
 * Nobody answers for the address. The sender's own kernel gives up with "host unreachable"; for what it
 * only forwards nothing is heard in time.
 */
export function noNeighbour(
  address: string,
  segment: string,
  inInterface: NetInterface | undefined,
): Outcome {
  const why = `nobody on ${segment} has the address ${address}`;
  const by: Decision = { kind: 'arp', address, segment };
  return { kind: inInterface === undefined ? 'sender-error' : 'dropped', by, why };
}

/** What a hook's refusal means for the packet. */
export function stoppedBy(
  result: Exclude<HookResult, { kind: 'go' }>,
  packet: Packet,
  { namespace, inInterface }: HookPlace,
): Outcome {
  switch (result.kind) {
    case 'drop':
      return dropped(result.by, `${decisionName(result.by)} drops it on ${namespace.label}`);
    case 'reject': {
      const { sends, by } = result;
      const why = `${decisionName(by)} rejects it on ${namespace.label}`;
      return { kind: 'error', sends, namespace, inInterface, packet, by, why };
    }
    case 'unknown':
      return { kind: 'unknown', by: result.by, why: `${result.reason}: ${result.by.rule}` };
  }
}

function decisionName(by: Decision): string {
  if ('rule' in by) return `rule ${by.index} of ${by.table} ${by.chain}`;
  return by.kind === 'policy' ? `the policy of ${by.table} ${by.chain}` : by.kind;
}
