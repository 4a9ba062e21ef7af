import { createHash } from 'node:crypto';
import { parseSnapshot, type Snapshot } from '../../src/model/snapshot';

function id(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A made-up engine with so many containers, ten to a network, every seventh on two networks, every fourth with a port. */
export function largeSnapshot(containers: number): Snapshot {
  const networks = Math.ceil(containers / 10);
  const octets = (network: number) => `10.${network >> 8}.${network & 255}`;
  const networkName = (network: number) => `net-${String(network).padStart(4, '0')}`;
  const endpoint = (container: number, network: number) => ({
    NetworkID: id(networkName(network)),
    EndpointID: id(`${container}@${network}`),
    IPAddress: `${octets(network)}.${2 + (container % 200)}`,
    IPPrefixLen: 24,
    Gateway: `${octets(network)}.1`,
    MacAddress: '02:42:00:00:00:01',
    Aliases: [`alias-${container}`],
    DNSNames: [`container-${container}`, `alias-${container}`],
  });
  const records = Array.from({ length: containers }, (_, index) => {
    const home = Math.floor(index / 10);
    const second = (home + 1) % networks;
    const attached = {
      [networkName(home)]: endpoint(index, home),
      ...(index % 7 === 0 && second !== home
        ? { [networkName(second)]: endpoint(index, second) }
        : {}),
    };
    const port = [{ HostIp: '0.0.0.0', HostPort: String(10_000 + index) }];
    return {
      Id: id(`container ${index}`),
      Name: `/container-${index}`,
      State: { Status: 'running', Running: true, Paused: false, Pid: 1000 + index },
      Config: { Image: 'image:1', Hostname: `host-${index}`, Labels: {} },
      HostConfig: { NetworkMode: networkName(home) },
      NetworkSettings: {
        SandboxID: id(`sandbox ${index}`),
        Ports: index % 4 === 0 ? { '80/tcp': port } : {},
        Networks: attached,
      },
    };
  });
  const result = parseSnapshot({
    format: 'vethscope-snapshot/1',
    takenAt: '2026-01-01T00:00:00Z',
    engine: { version: { Version: '28.5.2', ApiVersion: '1.51' }, info: { Name: 'large' } },
    networks: Array.from({ length: networks }, (_, network) => ({
      Id: id(networkName(network)),
      Name: networkName(network),
      Driver: 'bridge',
      Scope: 'local',
      IPAM: { Config: [{ Subnet: `${octets(network)}.0/24`, Gateway: `${octets(network)}.1` }] },
    })),
    containers: records,
    containersList: records.map(({ Id, Name, NetworkSettings }) => ({
      Id,
      Names: [Name],
      State: 'running',
      NetworkSettings: { Networks: NetworkSettings.Networks },
    })),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.snapshot;
}
