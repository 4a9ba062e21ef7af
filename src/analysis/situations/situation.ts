import type { ContainerId } from '../../model/container';
import type { NetworkId } from '../../model/network';
import type { NameResult } from '../names/nameAnswer';
import type { TraceQuestion, Verdict } from '../trace/traceAnswer';

/** Why a name and an address of what seems to be one container do not behave alike. */
export type SituationCode =
  /** The name leads over a shared network; another address of the same container cannot be reached. */
  | 'other-address'
  /** The name is answered for another container that has it too. */
  | 'name-of-another'
  /** An address that was written down belongs to nobody any more, or to somebody else. */
  | 'stale-address'
  /** /etc/hosts gives the name to the host or to somebody outside. */
  | 'hosts-file'
  /** No network of the asker has the name, so a resolver outside is asked for it. */
  | 'asked-outside'
  /** A link gives the name to another container. */
  | 'link-alias'
  /** The name gives a service's virtual address, which is none of its containers'. */
  | 'service-address'
  /** The asker lives in another container's network namespace. */
  | 'shared-namespace'
  /** IPv6 works where IPv4 does not. */
  | 'other-family'
  /** A published port on the host works where the container's address does not. */
  | 'published-port'
  /** Ping works and connections do not. */
  | 'ping-only'
  /** The shared network is one without names. */
  | 'default-network';

export const situationCodes: readonly SituationCode[] = [
  'other-address',
  'name-of-another',
  'stale-address',
  'hosts-file',
  'asked-outside',
  'link-alias',
  'service-address',
  'shared-namespace',
  'other-family',
  'published-port',
  'ping-only',
  'default-network',
];

/** What a situation rests on; asked again it has to give the same. */
export type Evidence =
  | {
      readonly kind: 'name';
      readonly name: string;
      readonly result: NameResult;
      readonly answers: readonly string[];
    }
  | {
      readonly kind: 'trace';
      readonly question: TraceQuestion;
      readonly verdict: Verdict;
      readonly target: string | null;
    };

/** One known puzzle of names and addresses, as it stands between one asker and what it asks for. */
export interface Situation {
  readonly code: SituationCode;
  /** Who asks. */
  readonly from: ContainerId;
  /** The name it is about; absent where it is about addresses alone. */
  readonly name?: string;
  /** Who is meant first, then who answers instead. */
  readonly containers: readonly ContainerId[];
  readonly networks: readonly NetworkId[];
  /** Asks what is told; of many situations alike only one is. */
  readonly tell: () => SituationTold;
  readonly evidence: () => readonly Evidence[];
}

export interface SituationTold {
  /** What happens, in one sentence. */
  readonly happens: string;
  /** Why, in one sentence. */
  readonly why: string;
  /** What to do, in one sentence. */
  readonly advice: string;
}
