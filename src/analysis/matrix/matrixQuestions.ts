import type { AddressFamily } from '../../model/network';
import { internetAddress } from '../trace/neighbours';
import type { TraceQuestion } from '../trace/traceAnswer';
import type { Namespace, World } from '../trace/world';
import { isLoopback, type MatrixSource, type MatrixTarget, type MatrixWay } from './axes';

/** Puts the questions that cells stand for. */
export class MatrixQuestions {
  private readonly hostAddress: string | undefined;

  constructor(
    world: World,
    private readonly family: AddressFamily,
  ) {
    this.hostAddress = hostAddress(world, family);
  }

  /** `undefined` where there is nothing to ask. */
  ask(
    { kind, from, namespace }: MatrixSource,
    { kind: asked, proto }: MatrixTarget,
    { address, port }: MatrixWay,
  ): TraceQuestion | undefined {
    // What the outside does among itself is not about this machine.
    if (kind === 'outside' && asked === 'outside') return undefined;
    const to = address ?? this.hostFrom(kind, namespace);
    // A loopback address is whoever asks: published there, only the host can use it.
    const own = kind === 'container' && namespace?.kind !== 'host';
    if (to === undefined || (own && isLoopback(to))) return undefined;
    return { from, to, proto, ...(port === undefined ? {} : { port }), family: this.family };
  }

  /** An address of the host as the source would use it: loopback, its gateway, or that of a NIC. */
  private hostFrom(
    kind: MatrixSource['kind'],
    namespace: Namespace | undefined,
  ): string | undefined {
    if (kind === 'host' || namespace?.kind === 'host')
      return this.family === 4 ? '127.0.0.1' : '::1';
    if (namespace === undefined) return this.hostAddress;
    const route = namespace.routing.lookUp({
      family: this.family,
      destination: internetAddress[this.family],
    });
    const gateway = route.kind === 'route' ? route.route.gateway : undefined;
    if (gateway !== undefined) return gateway;
    const plug = namespace.interfaces.find(({ wire }) => wire.kind === 'bridge-port');
    if (plug?.wire.kind !== 'bridge-port') return this.hostAddress;
    return (
      plug.wire.segment.bridge.networkInterface.addresses.find(
        ({ family, scope }) => family === this.family && scope !== 'link',
      )?.address ?? this.hostAddress
    );
  }
}

/** The address by which others know the host: of a NIC, as far as one is known. */
function hostAddress({ topology, host }: World, family: AddressFamily): string | undefined {
  const placed = host.interfaces.flatMap(({ loopback, wire, addresses }) =>
    loopback || wire.kind !== 'nic' ? [] : addresses,
  );
  const own = placed.find(
    (one) =>
      one.family === family && one.scope === 'global' && !/^(0\.0\.0\.0|::)$/.test(one.address),
  );
  const told = placed.find((one) => one.family === family && one.scope === 'unplaced');
  return (
    own?.address ??
    told?.address ??
    topology.host.addresses.value.find((one) => one.includes(':') === (family === 6))
  );
}
