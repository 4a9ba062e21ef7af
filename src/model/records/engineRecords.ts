import * as z from 'zod/mini';
import { flag, maybe, text, texts } from './tolerantSchemas';

export const versionRecord = z.object({
  Version: text,
  ApiVersion: text,
  MinAPIVersion: text,
  Os: text,
  Arch: text,
  KernelVersion: text,
  Components: maybe(z.array(z.object({ Name: text, Version: text }))),
  Platform: maybe(z.object({ Name: text })),
});

/** Pairs of name and value, of which one is of use (from 29.5 on). */
const firewallInfo = maybe(
  z.pipe(
    z.array(z.array(z.string())),
    z.transform((pairs: string[][]) => pairs.filter(([name]) => name === 'EnableUserlandProxy')),
  ),
);

export const infoRecord = z.object({
  ID: text,
  Name: text,
  ServerVersion: text,
  OperatingSystem: text,
  OSType: text,
  KernelVersion: text,
  SecurityOptions: texts,
  LiveRestoreEnabled: flag,
  ExperimentalBuild: flag,
  IPv4Forwarding: flag,
  BridgeNfIptables: flag,
  BridgeNfIp6tables: flag,
  DefaultAddressPools: maybe(z.array(z.object({ Base: z.string(), Size: z.number() }))),
  Swarm: maybe(z.object({ NodeID: text, NodeAddr: text, LocalNodeState: text })),
  Plugins: maybe(z.object({ Network: texts })),
  FirewallBackend: maybe(z.object({ Driver: text, Info: firewallInfo })),
});

export const daemonOptions = z.object({
  userlandProxy: flag,
  iptables: flag,
  ip6tables: flag,
  icc: flag,
  ip: text,
  ipForward: flag,
  ipForwardNoDrop: flag,
  allowDirectRouting: flag,
  firewallBackend: text,
  bridgeAcceptFwmark: text,
});
