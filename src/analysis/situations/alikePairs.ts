import type { Container } from '../../model/container';
import { isKnown } from '../../model/provenance';
import { Likeness } from '../matrix/likeness';
import { Numbering } from '../matrix/numbering';
import { PairRelations, sideNumber, type Side } from '../matrix/pairRelations';
import type { Namespace } from '../trace/world';
import {
  addressPuzzles,
  portsOf,
  unpublished,
  type AddressPuzzles,
  type Pair,
} from './addressPuzzles';
import type { Ground } from './ground';

/**
 * Finds out what traces say of pairs, once for all pairs that nothing tells apart, as the matrix does for its cells:
 * what is found costs as many traces as there are different pairs, not as there are pairs.
 */
export class AlikePairs {
  private readonly clients = new Map<Container, number>();
  private readonly targets = new Map<Container, number>();
  private readonly relations: PairRelations;
  /** By relation. */
  private readonly found: AddressPuzzles[] = [];

  constructor(private readonly ground: Ground) {
    const { topology, tracer } = ground;
    const { usual } = tracer;
    const { world } = usual;
    const filterOf = (namespace: Namespace) => usual.filterOf(namespace);
    const literalPorts = new Set([unpublished]);
    for (const container of topology.containers) {
      for (const port of portsOf(ground, container)) literalPorts.add(port);
    }
    for (const { containerPort } of topology.publishedPorts) literalPorts.add(containerPort.value);
    const likeness = new Likeness(topology, world, filterOf(world.host), literalPorts, filterOf);
    const rows = new Numbering<Side>();
    const columns = new Numbering<Side>();
    for (const container of topology.containers) {
      const namespace = world.namespaces.get(container.sandboxId);
      if (namespace?.kind !== 'sandbox' || !namespace.containers.includes(container)) continue;
      const traits = likeness.of(namespace);
      const side = (role: object): Side => ({ traits, role: JSON.stringify(role) });
      this.clients.set(container, sideNumber(rows, side(this.asClient(container, namespace))));
      this.targets.set(container, sideNumber(columns, side(this.asTarget(container, namespace))));
    }
    this.relations = new PairRelations(rows.all, columns.all);
  }

  puzzles(pair: Pair): AddressPuzzles {
    const row = this.clients.get(pair.client);
    const column = this.targets.get(pair.target);
    if (row === undefined || column === undefined) return addressPuzzles(this.ground, pair);
    const relation = this.relations.between(row, column);
    return (this.found[relation] ??= addressPuzzles(this.ground, pair));
  }

  /** Where it finds the host. */
  private asClient(container: Container, namespace: Namespace): object {
    return this.ground
      .attachments(container)
      .flatMap(({ gateway4, gateway6 }) => [gateway4, gateway6])
      .map((gateway) => (isKnown(gateway) ? roleOfGateway(gateway.value, namespace) : 'none'));
  }

  /** What is asked of it, and what is known to answer there. */
  private asTarget(container: Container, namespace: Namespace): object {
    const { ground } = this;
    const asked = portsOf(ground, container);
    const published = ground.publishedBy(ground.owner(container));
    const heard = (proto: string, port: number) =>
      namespace.listeners?.flatMap((one) =>
        one.proto === proto && one.port === port
          ? [[roleOfAddress(one.address, namespace), one.program]]
          : [],
      );
    return {
      places: ground.places(container).map(({ address }) => roleOfAddress(address, namespace)),
      asked: asked.map((port) => [port, heard('tcp', port)]),
      published: published.map(({ proto, containerPort, hostAddress, hostPort, active }) => [
        proto,
        containerPort.value,
        heard(proto, containerPort.value),
        hostAddress.value,
        active,
        // Its number is the namespace's own, unless two of its ports share it.
        isKnown(hostPort) &&
          published.findIndex(
            (one) => isKnown(one.hostPort) && one.hostPort.value === hostPort.value,
          ),
      ]),
      several: namespace.containers.length > 1 ? container.id : '',
    };
  }
}

function roleOfAddress(address: string, namespace: Namespace): string {
  const own = namespace.interfaces.filter(({ loopback }) => !loopback);
  for (const [index, { addresses }] of own.entries()) {
    const order = addresses.findIndex((one) => one.address === address);
    if (order >= 0) return `own${index}.${order}`;
  }
  return address;
}

function roleOfGateway(address: string, namespace: Namespace): string {
  const own = namespace.interfaces.filter(({ loopback }) => !loopback);
  for (const [index, { wire }] of own.entries()) {
    if (wire.kind !== 'bridge-port') continue;
    const { addresses } = wire.segment.bridge.networkInterface;
    const order = addresses.findIndex((one) => one.address === address);
    if (order >= 0) return `bridge${index}.${order}`;
  }
  return address;
}
