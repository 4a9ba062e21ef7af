import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import type { HostInterface } from '../model/host';
import type { Network } from '../model/network';
import { isKnown } from '../model/provenance';
import type { PublishedPort } from '../model/publishedPort';
import { displayText } from './displayText';
import { endpointText, networkText } from './layout/nounTexts';
import { portText } from './layout/hostRow';

/** One sentence per element, for assistive technology and the outline. */

export function describeNetwork(network: Network, endpoints: number): string {
  const count = endpoints === 1 ? '1 endpoint' : `${endpoints} endpoints`;
  return `Network ${displayText(network.name.value)}, ${networkText(network)}, ${count}`;
}

export function describeContainer(container: Container): string {
  return `Container ${displayText(container.name.value)}, ${container.state.value}`;
}

export function describeEndpoint(
  endpoint: Endpoint,
  network: Network | undefined,
  owner: string,
): string {
  const on = network === undefined ? '' : ` on ${displayText(network.name.value)}`;
  return `Endpoint of ${displayText(owner)}${on}, ${endpointText(endpoint, network)}`;
}

export function describePort(port: PublishedPort, containerName: string): string {
  const closed = port.active ? '' : ', not bound while the container does not run';
  return `Published port ${displayText(portText(port, containerName))}${closed}`;
}

/** `Interface eth0 of the host, up, 192.0.2.2/24, default route by 192.0.2.1`. */
export function describeNic(nic: HostInterface): string {
  const { name, state, addresses, gatewayFor, gateways } = nic;
  const leaves = isKnown(gatewayFor) && gatewayFor.value.length > 0;
  return [
    `Interface ${displayText(name)} of the host`,
    state,
    ...(addresses.length === 0 ? ['no address'] : addresses),
    ...(leaves
      ? [`default route${gateways.length > 0 ? ` by ${gateways.join(' and ')}` : ''}`]
      : []),
    ...(isKnown(gatewayFor) ? [] : ['whether traffic leaves by it is not sure']),
  ].join(', ');
}

/** The wire behind an endpoint, as far as it is known. */
export function describeVeth(name: string | undefined, owner: string): string {
  return name === undefined
    ? `Plug of ${displayText(owner)}, its device was not read`
    : `Plug ${displayText(name)} of ${displayText(owner)}`;
}
