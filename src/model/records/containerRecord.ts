import * as z from 'zod/mini';
import { labels } from './labels';
import { count, flag, maybe, moment, options, text, texts } from './tolerantSchemas';

const endpointSettings = z.object({
  IPAMConfig: maybe(z.object({ IPv4Address: text, IPv6Address: text, LinkLocalIPs: texts })),
  Links: texts,
  Aliases: texts,
  MacAddress: text,
  DriverOpts: options,
  GwPriority: count,
  NetworkID: text,
  EndpointID: text,
  Gateway: text,
  IPAddress: text,
  IPPrefixLen: count,
  IPv6Gateway: text,
  GlobalIPv6Address: text,
  GlobalIPv6PrefixLen: count,
  DNSNames: texts,
});

const portBindings = maybe(
  z.record(z.string(), z.nullable(z.array(z.object({ HostIp: text, HostPort: text })))),
);

export const containerRecord = z.object({
  Id: z.string(),
  Name: z.string(),
  State: maybe(
    z.object({ Status: text, Running: flag, Paused: flag, Pid: count, StartedAt: moment }),
  ),
  HostConfig: maybe(
    z.object({
      NetworkMode: text,
      PortBindings: portBindings,
      PublishAllPorts: flag,
      Links: texts,
      ExtraHosts: texts,
      Dns: texts,
      DnsSearch: texts,
      DnsOptions: texts,
    }),
  ),
  Config: maybe(
    z.object({
      Image: text,
      Hostname: text,
      Domainname: text,
      /** Only where one was asked for; kept so that an undo can ask for it again. */
      MacAddress: text,
      /** The keys tell, e.g. `80/tcp`; what stands under them is dropped. */
      ExposedPorts: maybe(
        z.record(
          z.string(),
          z.pipe(
            z.unknown(),
            z.transform(() => ({})),
          ),
        ),
      ),
      Labels: labels,
    }),
  ),
  NetworkSettings: maybe(
    z.object({
      SandboxID: text,
      SandboxKey: text,
      Ports: portBindings,
      Networks: maybe(z.record(z.string(), endpointSettings)),
    }),
  ),
});

export const containerListRecord = z.object({
  Id: z.string(),
  Names: texts,
  Image: text,
  State: text,
  Ports: maybe(z.array(z.object({ IP: text, PrivatePort: count, PublicPort: count, Type: text }))),
  Labels: labels,
  HostConfig: maybe(z.object({ NetworkMode: text })),
  NetworkSettings: maybe(z.object({ Networks: maybe(z.record(z.string(), endpointSettings)) })),
});

export type ContainerRecord = z.output<typeof containerRecord>;
export type ContainerListRecord = z.output<typeof containerListRecord>;
export type EndpointSettingsRecord = z.output<typeof endpointSettings>;
