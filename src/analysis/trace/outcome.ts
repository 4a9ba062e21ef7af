import type { Packet, RejectKind } from '../../netfilter/evaluatePacket';
import type { Decision } from './decision';
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
