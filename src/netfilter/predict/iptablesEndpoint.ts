import { addressFamily, contains } from '../../model/address';
import type { ExposedPort } from '../../model/container';
import type { AddressFamily } from '../../model/network';
import type { Assumptions } from './assumptions';
import type { BridgeConfig, FamilyConfig } from './bridgeConfig';
import { deviceWord, type RuleBook } from './ruleBook';

/** A published port as the driver binds it (moby: types.PortBinding). */
export interface PortBinding {
  readonly proto: string;
  readonly hostAddress: string;
  /** 0 in routed mode: nothing is bound on the host. */
  readonly hostPort: number;
  readonly containerAddress: string;
  readonly containerPort: number;
}

/** Keeps neighbours from an endpoint's address (moby: filterDirectAccess, 28.2 and later). */
export function writeEndpoint(
  book: RuleBook,
  address: string,
  config: BridgeConfig,
  own: FamilyConfig,
  assumptions: Assumptions,
): void {
  if (assumptions.generation.directAccess !== 'endpoints' || assumptions.allowDirectRouting) return;
  if (config.internal || own.mode !== 'nat') return;
  const to = `-d ${whole(address)}`;
  for (const trusted of config.trustedInterfaces) {
    book.append('raw', 'PREROUTING', `${to} -i ${deviceWord(trusted)} -j ACCEPT`);
  }
  book.append('raw', 'PREROUTING', `${to} ! -i ${deviceWord(config.device)} -j DROP`);
}

/** A published port's rules in the family of the container's address (moby: setPerPortIptables). */
export function writePort(
  book: RuleBook,
  binding: PortBinding,
  config: BridgeConfig,
  own: FamilyConfig,
  assumptions: Assumptions,
): void {
  if (config.internal) return;
  const { generation } = assumptions;
  const { proto, hostAddress, hostPort, containerAddress, containerPort } = binding;
  const br = deviceWord(config.device);
  const protocol = `-p ${proto} -m ${proto}`;
  const container = whole(containerAddress);
  const toPort = `${protocol} --dport ${containerPort}`;
  if (generation.directAccess !== 'open' && hostPort > 0 && contains('127.0.0.0/8', hostAddress)) {
    const rule = `-d ${whole(hostAddress)} ! -i lo ${protocol} --dport ${hostPort} -j DROP`;
    book.append('raw', 'PREROUTING', rule);
  }
  if (generation.directAccess === 'ports' && own.mode === 'nat') {
    book.append('raw', 'PREROUTING', `-d ${container} ! -i ${br} ${toPort} -j DROP`);
  }
  // From IPv6 on the host to IPv4 in the container only docker-proxy leads.
  if (addressFamily(hostAddress) !== addressFamily(containerAddress)) return;
  if (hostPort > 0) writePortNat(book, binding, br, assumptions);
  if (own.mode === 'nat-unprotected') return;
  const open = `-d ${container} ! -i ${br} -o ${br} ${toPort} -j ACCEPT`;
  if (generation.layout === 'flat') book.append('filter', 'DOCKER', open);
  else book.insert('filter', 'DOCKER', open);
  if (proto === 'sctp' && generation.sctpChecksum) {
    const fill = `${protocol} --sport ${containerPort} -j CHECKSUM --checksum-fill`;
    book.append('mangle', 'POSTROUTING', fill);
  }
}

function writePortNat(
  book: RuleBook,
  binding: PortBinding,
  br: string,
  { generation, userlandProxy }: Assumptions,
): void {
  const { proto, hostAddress, hostPort, containerAddress, containerPort } = binding;
  const six = addressFamily(containerAddress) === 6;
  const protocol = `-p ${proto} -m ${proto}`;
  const target = six ? `[${containerAddress}]` : containerAddress;
  const words = [
    ...(six && generation.sparesLinkLocal ? ['! -s fe80::/10'] : []),
    ...(isUnspecified(hostAddress) ? [] : [`-d ${whole(hostAddress)}`]),
    ...(userlandProxy ? [`! -i ${br}`] : []),
    `${protocol} --dport ${hostPort} -j DNAT --to-destination ${target}:${containerPort}`,
  ];
  book.append('nat', 'DOCKER', words.join(' '));
  if (generation.masqueradesOwnPorts || !userlandProxy) {
    const own = whole(containerAddress);
    const rule = `-s ${own} -d ${own} ${protocol} --dport ${containerPort} -j MASQUERADE`;
    book.append('nat', 'POSTROUTING', rule);
  }
}

/** A legacy link opens the child's exposed ports to the parent, and the way back (moby: ChainInfo.Link). */
export function writeLink(
  book: RuleBook,
  parent: string,
  child: string,
  ports: readonly ExposedPort[],
  config: BridgeConfig,
): void {
  const br = deviceWord(config.device);
  for (const { port, proto } of ports) {
    const within = `-i ${br} -o ${br} -p ${proto} -m ${proto}`;
    book.append(
      'filter',
      'DOCKER',
      `-s ${whole(parent)} -d ${whole(child)} ${within} --dport ${port} -j ACCEPT`,
    );
    book.append(
      'filter',
      'DOCKER',
      `-s ${whole(child)} -d ${whole(parent)} ${within} --sport ${port} -j ACCEPT`,
    );
  }
}

export function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function whole(address: string): string {
  const family: AddressFamily | undefined = addressFamily(address);
  return `${address}/${family === 6 ? 128 : 32}`;
}
