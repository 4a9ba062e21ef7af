import { isDeviceName } from '../model/deviceName';
import type { Engine } from '../model/engine';
import type { IpamPool, Network, NetworkKind, NetworkService } from '../model/network';
import { type Fact, type Knowable, observed, predicted, unknown } from '../model/provenance';
import { addressFamily, parseSubnet } from '../model/address';
import type { NetworkRecord } from '../model/records/networkRecord';
import { networkKind } from './networkKind';
import { byKey, uniqueKeys } from './uniqueKeys';

const from = 'GET /networks/{id}';

/** Fixed id of Podman's default network (containers/common: createDefaultNetwork). */
const podmanDefaultNetworkId = '2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9';

/** Network records → nouns, sorted by key. */
export function readNetworks(
  records: readonly NetworkRecord[],
  engine: Engine,
): readonly Network[] {
  const keys = uniqueKeys(
    records.map((record) => ({ id: record.Id, record })),
    ({ record }) => wishedKey(record),
  );
  return records
    .map((record) => readNetwork(record, keys.get(record.Id) ?? record.Id, engine))
    .sort(byKey);
}

function wishedKey(record: NetworkRecord): string {
  const compose = composeRef(record);
  return compose === undefined ? record.Name : `${compose.project}/${compose.network}`;
}

function composeRef(record: NetworkRecord) {
  const project = record.Labels['com.docker.compose.project'];
  const network = record.Labels['com.docker.compose.network'];
  return project === undefined || network === undefined ? undefined : { project, network };
}

function readNetwork(record: NetworkRecord, key: string, engine: Engine): Network {
  const driver = record.Driver ?? '';
  const kind = networkKind(driver);
  const options = sortedRecord(record.Options ?? {});
  const ipv6 = record.EnableIPv6 ?? false;
  const compose = composeRef(record);
  const bridgeDevice = kind === 'bridge' ? readBridgeDevice(record, engine) : undefined;
  const parentDevice = readParentDevice(kind, options);
  return {
    id: record.Id,
    key,
    name: observed(record.Name, from),
    kind,
    driver: observed(driver, from),
    scope: observed(record.Scope ?? 'local', from),
    isDefaultBridge: isDefaultBridge(record, kind, engine),
    internal: observed(record.Internal ?? false, from),
    attachable: observed(record.Attachable ?? false, from),
    ingress: observed(record.Ingress ?? false, from),
    ipv4: readIpv4(record, engine),
    ipv6: observed(ipv6, from),
    ipam: readIpam(record),
    options: observed(options, from),
    ...(bridgeDevice === undefined ? {} : { bridgeDevice }),
    ...(parentDevice === undefined ? {} : { parentDevice }),
    ...(compose === undefined ? {} : { compose }),
    ...(present(record.Created) ? { created: observed(record.Created, from) } : {}),
    ...readServices(record),
    external: false,
  };
}

function readIpv4({ EnableIPv4, IPAM }: NetworkRecord, engine: Engine): Fact<boolean> {
  if (EnableIPv4 === undefined) {
    return predicted(true, 'engines before 28 always have IPv4 on a network');
  }
  // Podman always writes that it is off (5.8); its subnets tell.
  const subnets = (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []);
  const hasSubnet = subnets.some((subnet) => parseSubnet(subnet)?.family === 4);
  return observed(EnableIPv4 || (engine.product === 'podman' && hasSubnet), from);
}

/** Services the engine lists with `verbose`; the entry without a name is for plain containers. */
function readServices(record: NetworkRecord): Pick<Network, 'services'> {
  const services = Object.entries(record.Services ?? {})
    .filter(([name]) => name !== '')
    .map(([name, service]) => ({
      name,
      ...(addressFamily(service.VIP ?? '') === undefined
        ? {}
        : { virtualAddress: service.VIP ?? '' }),
      tasks: (service.Tasks ?? []).map((task) => ({
        name: task.Name ?? '',
        address: task.EndpointIP ?? '',
      })),
      ...readMeshPorts(service.Ports ?? []),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return services.length === 0 ? {} : { services };
}

/** `Target: 80, Publish: 8080` (moby: libnetwork/agent.go, Network.Services). */
function readMeshPorts(texts: readonly string[]): Pick<NetworkService, 'ports'> {
  const ports = texts.flatMap((text) => {
    const match = /^Target: (\d+), Publish: (\d+)$/.exec(text);
    return match === null ? [] : [{ target: Number(match[1]), published: Number(match[2]) }];
  });
  return ports.length === 0 ? {} : { ports };
}

function isDefaultBridge(record: NetworkRecord, kind: NetworkKind, engine: Engine): boolean {
  if (kind !== 'bridge') return false;
  if (engine.product === 'podman') return record.Id === podmanDefaultNetworkId;
  return (
    record.Options?.['com.docker.network.bridge.default_bridge'] === 'true' ||
    record.Name === 'bridge'
  );
}

function readIpam(record: NetworkRecord): readonly IpamPool[] {
  return (record.IPAM?.Config ?? []).flatMap((config) => {
    const cidr = config.Subnet ?? '';
    const subnet = parseSubnet(cidr);
    if (subnet === undefined) return [];
    const aux = Object.entries(config.AuxiliaryAddresses ?? config.AuxAddress ?? {})
      .map(([name, address]) => ({ name, address }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const pool: IpamPool = {
      family: subnet.family,
      subnet: observed(cidr, from),
      aux: observed(aux, from),
      ...(present(config.Gateway)
        ? { gateway: observed(withoutPrefix(config.Gateway), from) }
        : {}),
      ...(present(config.IPRange) ? { range: observed(config.IPRange, from) } : {}),
    };
    return [pool];
  });
}

/** 20.10 writes the IPv6 gateway of some networks as `fd00::1/64`. */
function withoutPrefix(address: string): string {
  return address.split('/')[0] ?? address;
}

function present(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function readBridgeDevice(record: NetworkRecord, engine: Engine): Knowable<string> {
  const named = record.Options?.['com.docker.network.bridge.name'];
  if (present(named)) {
    return isDeviceName(named)
      ? observed(named, from)
      : unknown('its bridge is called as no device can be', 'host access');
  }
  if (engine.product === 'podman') {
    return record.Id === podmanDefaultNetworkId
      ? predicted('podman0', 'bridge of Podman’s default network')
      : unknown('Podman numbers its bridges and its Docker API does not tell', 'host access');
  }
  return predicted(
    `br-${record.Id.slice(0, 12)}`,
    'bridge device: br- and the first 12 digits of the network’s id (moby: parseNetworkOptions)',
  );
}

function readParentDevice(
  kind: NetworkKind,
  options: Readonly<Record<string, string>>,
): Knowable<string> | undefined {
  if (kind !== 'macvlan' && kind !== 'ipvlan') return undefined;
  const parent = options['parent'];
  return present(parent)
    ? observed(parent, from)
    : predicted('', 'without a parent the engine makes a dummy interface, so nothing leaves');
}

function sortedRecord(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
