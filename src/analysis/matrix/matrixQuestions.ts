import type { AddressFamily } from '../../model/network';
import { hostAddressFor } from '../trace/hostAddress';
import type { TraceQuestion } from '../trace/traceAnswer';
import type { World } from '../trace/world';
import { isLoopback, type MatrixSource, type MatrixTarget, type MatrixWay } from './axes';

/** Puts the questions that cells stand for. */
export class MatrixQuestions {
  constructor(
    private readonly world: World,
    private readonly family: AddressFamily,
  ) {}

  /** `undefined` where there is nothing to ask. */
  ask(
    { kind, from, namespace }: MatrixSource,
    { kind: asked, proto }: MatrixTarget,
    { address, port }: MatrixWay,
  ): TraceQuestion | undefined {
    // What the outside does among itself is not about this machine.
    if (kind === 'outside' && asked === 'outside') return undefined;
    const asker = kind === 'host' ? this.world.host : namespace;
    const to = address ?? hostAddressFor(this.world, asker, this.family);
    // A loopback address is whoever asks: published there, only the host can use it.
    const own = kind === 'container' && namespace?.kind !== 'host';
    if (to === undefined || (own && isLoopback(to))) return undefined;
    return { from, to, proto, ...(port === undefined ? {} : { port }), family: this.family };
  }
}
