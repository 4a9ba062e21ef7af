import type { EndpointSettings } from './engine';

/** The engine's `EndpointConfig` for what is asked; absent members are the engine's choice. */
export function endpointConfig(settings: EndpointSettings): Readonly<Record<string, unknown>> {
  const ipam = {
    ...(settings.ipv4 === undefined ? {} : { IPv4Address: settings.ipv4 }),
    ...(settings.ipv6 === undefined ? {} : { IPv6Address: settings.ipv6 }),
    ...(settings.linkLocalIps === undefined ? {} : { LinkLocalIPs: settings.linkLocalIps }),
  };
  return {
    ...(Object.keys(ipam).length === 0 ? {} : { IPAMConfig: ipam }),
    ...(settings.aliases === undefined ? {} : { Aliases: settings.aliases }),
    ...(settings.links === undefined ? {} : { Links: settings.links }),
    ...(settings.mac === undefined ? {} : { MacAddress: settings.mac }),
    ...(settings.driverOptions === undefined ? {} : { DriverOpts: settings.driverOptions }),
    ...(settings.gatewayPriority === undefined ? {} : { GwPriority: settings.gatewayPriority }),
  };
}
