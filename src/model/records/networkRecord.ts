import * as z from 'zod/mini';
import { labels } from './labels';
import { count, flag, maybe, options, text, texts } from './tolerantSchemas';

const addresses = maybe(z.record(z.string(), z.string()));

const networkContainer = z.object({
  Name: text,
  EndpointID: text,
  MacAddress: text,
  IPv4Address: text,
  IPv6Address: text,
});

export const networkRecord = z.object({
  Id: z.string(),
  Name: z.string(),
  Created: text,
  Scope: text,
  Driver: text,
  EnableIPv4: flag,
  EnableIPv6: flag,
  Internal: flag,
  Attachable: flag,
  Ingress: flag,
  ConfigOnly: flag,
  ConfigFrom: maybe(z.object({ Network: text })),
  IPAM: maybe(
    z.object({
      Driver: text,
      Config: maybe(
        z.array(
          z.object({
            Subnet: text,
            Gateway: text,
            IPRange: text,
            AuxiliaryAddresses: addresses,
            /** Podman's spelling of the same. */
            AuxAddress: addresses,
          }),
        ),
      ),
    }),
  ),
  Containers: maybe(z.record(z.string(), networkContainer)),
  Options: options,
  Labels: labels,
  Peers: maybe(z.array(z.object({ Name: text, IP: text }))),
  Services: maybe(
    z.record(
      z.string(),
      z.object({
        VIP: text,
        Ports: texts,
        LocalLBIndex: count,
        Tasks: maybe(z.array(z.object({ Name: text, EndpointID: text, EndpointIP: text }))),
      }),
    ),
  ),
  Status: maybe(
    z.object({
      IPAM: maybe(
        z.object({
          Subnets: maybe(
            z.record(z.string(), z.object({ IPsInUse: count, DynamicIPsAvailable: count })),
          ),
        }),
      ),
    }),
  ),
});

export type NetworkRecord = z.output<typeof networkRecord>;
