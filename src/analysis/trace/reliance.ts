import type { Packet } from '../../netfilter/evaluatePacket';
import type { Facet } from '../../netfilter/predict/daemonDoubts';
import type { HookPlace, HookResult } from './hooks';

/** Which of the things that may be either way a walk has relied on. */
export class Reliance {
  private readonly relied = new Set<Facet>();

  get facets(): ReadonlySet<Facet> {
    return this.relied;
  }

  onBridgedFrames(): void {
    this.relied.add('bridged frames');
  }

  /** A packet comes to a hook: the host's rules count, and published ports where the host is meant or sends. */
  onRules({ destination, family }: Packet, { namespace, hook }: HookPlace): void {
    if (namespace.kind !== 'host') return;
    this.relied.add('rules');
    if (this.relied.has('published ports')) return;
    const answer =
      hook === 'prerouting' ? namespace.routing.lookUp({ family, destination }) : undefined;
    const local = answer?.kind === 'route' && answer.route.type === 'local';
    if (hook === 'output' || local) this.relied.add('published ports');
  }

  /** No rule decided, so the policy did. */
  onPolicy({ namespace, hook }: HookPlace): void {
    if (namespace.kind === 'host' && hook === 'forward') this.relied.add('forward policy');
  }

  onResult(result: HookResult, place: HookPlace): void {
    if (result.kind === 'drop' && 'kind' in result.by && result.by.kind === 'policy') {
      this.onPolicy(place);
    }
  }
}
