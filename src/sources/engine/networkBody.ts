import type { CreateNetworkRequest, PoolRequest } from './engine';

/**
 * The body of `POST /networks/create`. `CheckDuplicate` keeps engines up to 24 from making a second
 * network of the same name, as docker's own client does; later ones never do (API 1.44).
 */
export function networkBody(request: CreateNetworkRequest): Readonly<Record<string, unknown>> {
  const { ipam } = request;
  return {
    Name: request.name,
    Driver: request.driver,
    CheckDuplicate: true,
    ...given('Scope', request.scope),
    ...given('Internal', request.internal),
    ...given('Attachable', request.attachable),
    ...given('Ingress', request.ingress),
    ...given('EnableIPv4', request.ipv4),
    ...given('EnableIPv6', request.ipv6),
    ...given('ConfigOnly', request.configOnly),
    ...(request.configFrom === undefined ? {} : { ConfigFrom: { Network: request.configFrom } }),
    ...(ipam === undefined
      ? {}
      : {
          IPAM: {
            Driver: ipam.driver ?? 'default',
            ...given('Options', ipam.options),
            Config: ipam.pools.map(poolBody),
          },
        }),
    ...given('Options', request.options),
    ...given('Labels', request.labels),
  };
}

function poolBody({ subnet, range, gateway, aux }: PoolRequest): Readonly<Record<string, unknown>> {
  return {
    ...given('Subnet', subnet),
    ...given('IPRange', range),
    ...given('Gateway', gateway),
    ...given('AuxiliaryAddresses', aux),
  };
}

function given(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [name]: value };
}
