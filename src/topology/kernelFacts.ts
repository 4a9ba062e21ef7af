import type { Protocol } from '../model/container';
import type {
  KernelFacts,
  NamespaceFacts,
  OutsideFacts,
  ProxyProcess,
  ResolverFiles,
} from '../model/kernel';
import type { SandboxId } from '../model/sandbox';
import type { Snapshot } from '../model/snapshot';
import { readIptablesSave } from '../netfilter/readIptablesSave';
import { readPacketFilter } from '../netfilter/readPacketFilter';
import { readHosts, readResolvConf } from './kernelFiles';
import { optional } from './kernelJson';
import { readLinks } from './kernelLinks';
import { readProcNet, readSs } from './kernelListeners';
import { readRoutes, readRules } from './kernelRoutes';
import { readSysctl } from './kernelSysctl';

type HostPart = NonNullable<Snapshot['host']>;
type SandboxPart = NonNullable<Snapshot['sandboxes']>[string];

/**
 * What the kernel told of the namespaces; `undefined` when neither host nor sandboxes were read.
 * @param sandboxOf the sandbox a container lives in, `undefined` for one the engine did not list, whose
 *   sandbox goes by its own id; containers that share one share its facts
 */
export function readKernelFacts(
  snapshot: Snapshot,
  sandboxOf: (containerId: string) => SandboxId | undefined,
): KernelFacts | undefined {
  if (snapshot.host === undefined && snapshot.sandboxes === undefined) return undefined;
  const sandboxes = new Map<SandboxId, NamespaceFacts>();
  const files = new Map<string, ResolverFiles>();
  for (const [containerId, part] of Object.entries(snapshot.sandboxes ?? {})) {
    files.set(containerId, resolverFiles(part));
    const id = sandboxOf(containerId) ?? containerId;
    // A host-mode container shows the host's own namespace, which is read for itself.
    if (id === 'host' || sandboxes.has(id)) continue;
    sandboxes.set(id, sandboxFacts(part));
  }
  const { host } = snapshot;
  return {
    ...(host === undefined ? {} : { host: hostFacts(host) }),
    sandboxes,
    files,
    ...optional('hostResolvConf', mapped(host?.resolvConf, readResolvConf)),
    ...optional('proxies', host?.proxies?.flatMap(proxy)),
  };
}

/** What the snapshot knows of the world beyond the NICs. */
export function readOutside(snapshot: Snapshot): OutsideFacts | undefined {
  const { outside } = snapshot;
  return outside === undefined
    ? undefined
    : { addresses: outside.addresses ?? [], routes: outside.routes ?? [] };
}

function resolverFiles(part: SandboxPart): ResolverFiles {
  return {
    ...optional('hosts', mapped(part.hosts, readHosts)),
    ...optional('resolvConf', mapped(part.resolvConf, readResolvConf)),
  };
}

function sandboxFacts(part: SandboxPart): NamespaceFacts {
  const sysctl = readSysctl(part.sysctl ?? '');
  return {
    ...(part.addr === undefined ? {} : { interfaces: readLinks(part.addr) }),
    ...(part.route === undefined ? {} : { routes: readRoutes(part.route, part.route6) }),
    rules: readRules(undefined, undefined),
    ...(part.procNet === undefined ? {} : { listeners: readProcNet(part.procNet, sysctl) }),
    sysctl,
    ...optional(
      'packetFilter',
      mapped(part.iptables, (text) => readIptablesSave(text, 'ip')),
    ),
  };
}

function hostFacts(part: HostPart): NamespaceFacts {
  return {
    ...(part.addr === undefined ? {} : { interfaces: readLinks(part.addr, part.bridgeLink) }),
    ...(part.route === undefined ? {} : { routes: readRoutes(part.route, part.route6) }),
    rules: readRules(part.rule, part.rule6),
    ...optional('listeners', mapped(part.listeners, readSs)),
    sysctl: readSysctl(part.sysctl ?? ''),
    ...optional('packetFilter', readPacketFilter(part)),
  };
}

function proxy(process: NonNullable<HostPart['proxies']>[number]): readonly ProxyProcess[] {
  const { proto, hostIp, hostPort, containerIp, containerPort } = process;
  if (hostPort === undefined || containerIp === undefined || containerPort === undefined) return [];
  return [
    {
      proto: (proto ?? 'tcp') as Protocol,
      hostAddress: hostIp ?? '0.0.0.0',
      hostPort,
      containerAddress: containerIp,
      containerPort,
    },
  ];
}

function mapped<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  return text === undefined ? undefined : read(text);
}
