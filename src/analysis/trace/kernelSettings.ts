import { addressFamily } from '../../model/address';
import type { AddressFamily } from '../../model/network';
import type { Packet } from '../../netfilter/evaluatePacket';
import { dropped, setting, type Outcome } from './outcome';
import type { Namespace, NetInterface, Plug } from './world';

/** Whether packets from an interface are forwarded (ip-sysctl: `forwarding` of the incoming interface; `all` for IPv6). */
export function forwards(
  namespace: Namespace,
  device: NetInterface,
  family: AddressFamily,
): boolean {
  if (family === 6) return namespace.sysctl.get('net.ipv6.conf.all.forwarding') === '1';
  const own = namespace.sysctl.get(`net.ipv4.conf.${device.name}.forwarding`);
  return (own ?? namespace.sysctl.get('net.ipv4.ip_forward')) === '1';
}

/** What is not forwarded is dropped without a word (Linux: ip_error, ip6_forward). */
export function notForwarding(
  namespace: Namespace,
  device: NetInterface,
  family: AddressFamily,
): Outcome {
  const name =
    family === 4 ? `net.ipv4.conf.${device.name}.forwarding` : 'net.ipv6.conf.all.forwarding';
  return dropped(
    setting(namespace, `${name} = 0`),
    `${namespace.label} does not forward packets from ${device.name}`,
  );
}

/** Whether frames on the host's bridges pass its iptables (br_netfilter). */
export function seesBridgedFrames(host: Namespace, family: AddressFamily): boolean {
  const name = family === 4 ? 'bridge-nf-call-iptables' : 'bridge-nf-call-ip6tables';
  return host.sysctl.get(`net.bridge.${name}`) === '1';
}

/** Loopback addresses do not come in from a wire, unless `route_localnet` (Linux: ip_route_input_slow, ipv6_rcv). */
export function martian(
  { namespace, networkInterface }: Plug,
  packet: Packet,
): Outcome | undefined {
  if (networkInterface.loopback) return undefined;
  const strange = [packet.source, packet.destination].find(isLoopback);
  if (strange === undefined) return undefined;
  if (packet.family === 4 && routesLocalnet(namespace, networkInterface)) return undefined;
  return dropped(
    setting(namespace, `net.ipv4.conf.${networkInterface.name}.route_localnet = 0`),
    `${namespace.label} takes no packet with ${strange} from ${networkInterface.name}`,
  );
}

/** Reverse path filtering, where the settings were read (RFC 3704; Linux: fib_validate_source). */
export function reversePath(
  { namespace, networkInterface }: Plug,
  packet: Packet,
): Outcome | undefined {
  if (packet.family === 6 || networkInterface.loopback) return undefined;
  const of = (name: string) => Number(namespace.sysctl.get(`net.ipv4.conf.${name}.rp_filter`) ?? 0);
  const mode = Math.max(of('all'), of(networkInterface.name));
  if (mode === 0) return undefined;
  const answer = namespace.routing.lookUp({ family: 4, destination: packet.source });
  const found = answer.kind === 'route' && answer.route.type === 'unicast';
  if (found && (mode === 2 || answer.route.device === networkInterface.name)) return undefined;
  return dropped(
    setting(namespace, `net.ipv4.conf.${networkInterface.name}.rp_filter = ${mode}`),
    `${namespace.label} would not answer ${packet.source} by ${networkInterface.name}, so it drops it`,
  );
}

function routesLocalnet(namespace: Namespace, device: NetInterface): boolean {
  return ['all', device.name].some(
    (name) => namespace.sysctl.get(`net.ipv4.conf.${name}.route_localnet`) === '1',
  );
}

function isLoopback(address: string): boolean {
  return addressFamily(address) === 4 ? address.startsWith('127.') : address === '::1';
}
