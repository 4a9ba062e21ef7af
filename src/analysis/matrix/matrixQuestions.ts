import type { AddressFamily } from '../../model/network';
import { addressFromOutside, hostAddressFor } from '../trace/hostAddress';
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
    const { world, family } = this;
    const asker = kind === 'host' ? world.host : namespace;
    const ofHost = () =>
      kind === 'outside' ? addressFromOutside(world, family) : hostAddressFor(world, asker, family);
    const to = address ?? ofHost();
    // A loopback address is whoever asks: published there, only the host can use it.
    const own = asker?.kind !== 'host';
    if (to === undefined || (own && isLoopback(to))) return undefined;
    return { from, to, proto, ...(port === undefined ? {} : { port }), family };
  }
}
