import type { AddressFamily } from '../../model/network';
import type { Topology } from '../../model/topology';
import { internetAddress } from './neighbours';
import { isUnreadAddress } from './predictedHost';
import type { InterfaceAddress, Namespace, World } from './world';

/** An address of the host as somebody would use it: loopback, their gateway, or that of a NIC. */
export function hostAddressFor(
  world: World,
  namespace: Namespace | undefined,
  family: AddressFamily,
): string | undefined {
  if (namespace?.kind === 'host') return family === 4 ? '127.0.0.1' : '::1';
  // Looked for among all interfaces of the host, and a gateway is there for nearly everybody.
  const ofNic = () => nicAddress(world, family)?.address ?? toldAddress(world.topology, family);
  if (namespace === undefined) return ofNic();
  const route = namespace.routing.lookUp({ family, destination: internetAddress[family] });
  const gateway = route.kind === 'route' ? route.route.gateway : undefined;
  if (gateway !== undefined) return gateway;
  const plug = namespace.interfaces.find(({ wire }) => wire.kind === 'bridge-port');
  if (plug?.wire.kind !== 'bridge-port') return ofNic();
  return (
    plug.wire.segment.bridge.networkInterface.addresses.find(
      (one) => one.family === family && one.scope !== 'link',
    )?.address ?? ofNic()
  );
}

/**
 * The address by which the world beyond the host knows it; the stand-in for it where no NIC was read,
 * and none of a bridge: nobody out there has a way to those.
 */
export function addressFromOutside(world: World, family: AddressFamily): string | undefined {
  return (
    nicAddress(world, family) ??
    onNics(world, family).find(({ address }) => isUnreadAddress(address))
  )?.address;
}

/** Of the NIC that leads to the world, else of any other. */
function nicAddress(world: World, family: AddressFamily): InterfaceAddress | undefined {
  const out = world.host.routing.lookUp({ family, destination: internetAddress[family] });
  const device = out.kind === 'route' ? out.route.device : undefined;
  const known = onNics(world, family).filter(({ address }) => !isUnreadAddress(address));
  const global = known.filter(({ scope }) => scope === 'global');
  return (
    global.find(({ nic }) => nic === device) ??
    global[0] ??
    known.find(({ scope }) => scope === 'unplaced')
  );
}

function onNics(
  { host }: World,
  family: AddressFamily,
): readonly (InterfaceAddress & { readonly nic: string })[] {
  return host.interfaces.flatMap(({ name, loopback, wire, addresses }) =>
    loopback || wire.kind !== 'nic'
      ? []
      : addresses.flatMap((one) => (one.family === family ? { ...one, nic: name } : [])),
  );
}

function toldAddress({ host }: Topology, family: AddressFamily): string | undefined {
  return host.addresses.value.find((one) => one.includes(':') === (family === 6));
}
