import { recordedWorld, type World } from '../faults/world';
import { waysIn, withWrong, type Way } from '../faults/wrongValue';

type Json = Readonly<Record<string, unknown>>;

/** No file system and no name server takes longer names. */
const longestName = 255;
const megabyte = 1_048_576;

/** Steers a terminal: colours, a link, the window's title, the clipboard; and one byte does the same. */
export const escapes =
  '\u001b[31m\u001b]8;;http://x/\u0007\u001b]0;owned\u0007\u001b]52;c;eA==\u0007\u009b31m';
/** Turns the direction of what follows. */
export const turned = '\u202etxt.exe\u202c\u2066x';

/**
 * What tries to be more than text, each in another language. `canary` is an address that nobody has
 * a reason to ask for; `__canary` a property that nobody else sets.
 */
export function hostilePayloads(canary: string): readonly string[] {
  return [
    `<img src="${canary}/img" onerror="globalThis.__canary=1">`,
    `"><script src=${canary}/script>globalThis.__canary=2</script>`,
    `</text></svg><svg onload="globalThis.__canary=3">`,
    `![see](${canary}/markdown.png)`,
    `[click](command:workbench.action.files.newUntitledFile)`,
    `<a href="command:workbench.action.files.newUntitledFile">go</a>`,
    `$(sync~spin) $(error) \\$(error)`,
    '${env:HOME}${7*7}#{7*7}{{7*7}}<%= 7*7 %>',
    `\`touch\` $(touch canary); touch canary | 'x`,
    `${escapes}red`,
    `a${turned}b`,
    `<iframe src="${canary}/frame"></iframe><style>*{display:none}</style>`,
    `]]>--><!DOCTYPE x [<!ENTITY e SYSTEM "${canary}/entity">]>&e;`,
    `"];\nclick n1 "javascript:alert(1)" %%{init:{}}%%`,
    `=HYPERLINK("${canary}/csv")`,
    `| a | b |\r\n# heading\n---`,
  ];
}

/**
 * A recorded engine in which every text is hostile: for each payload a network and a container that
 * are called so and say nothing else, which a picture can be drawn of, and records in which addresses,
 * drivers and states are such texts too.
 */
export function hostileWorld(canary: string): World {
  const { version, info, networks, containers, containersList } =
    recordedWorld('docker28/a_three_tier');
  const payloads = hostilePayloads(canary);
  const ours = (name: string) => (record: Json) => String(record['Name']).replace('/', '') === name;
  const network = networks.find(ours('back')) ?? {};
  const container = containers.find(ours('web')) ?? {};
  const listed = containersList[0] ?? {};
  const drawn = payloads.map((_, index) => pair(network, container, payloads, index));
  const lostNetwork = { ...spoilt(network, payloads, 0, /^$/), Id: `../${payloads[0] ?? ''}` };
  const lostContainer: Json = { ...spoilt(container, payloads, 1, /^$/), Id: idOf('e', 1) };
  const all: readonly Json[] = [...drawn.map((one) => one.container), lostContainer];
  return {
    version: spoilt(version, payloads, 0, structural),
    info: spoilt(info, payloads, 3, structural),
    networks: [
      ...networks.filter((record) => predefined.has(String(record['Name']))),
      ...drawn.map((one) => one.network),
      lostNetwork,
    ],
    containers: all,
    containersList: all.map((record) => ({
      ...spoilt(listed, payloads, 5, structural),
      Id: record['Id'],
      Names: [record['Name']],
      State: 'running',
    })),
  };
}

/** What a record is called; each is told from the others by its number. */
export function hostileName(payloads: readonly string[], index: number): string {
  const name = `${payloads[index] ?? ''} ${index}`;
  return index % 5 === 4 ? name.padEnd(longestName, 'w') : name;
}

const predefined = new Set(['bridge', 'host', 'none']);

/** Fields that say how the rest hangs together; without them there is no picture to spoil. */
const structural =
  /^(Id|IP|Type|State|Driver|NetworkID|EndpointID|SandboxID|SandboxKey|ApiVersion|MinAPIVersion|Created|StartedAt|Status|Scope|HostIp|HostPort|Subnet|Gateway|IPRange|OSType|LocalNodeState|NetworkMode|MacAddress|IPAddress|IPv4Address|IPv6Address|IPv6Gateway|GlobalIPv6Address)$/;

function pair(network: Json, container: Json, payloads: readonly string[], index: number) {
  const payload = payloads[index] ?? '';
  const name = hostileName(payloads, index);
  const [networkId, id, endpointId] = [idOf('a', index), idOf('b', index), idOf('c', index)];
  const address = `172.${40 + index}.0.2`;
  const mac = `02:42:ac:11:00:${index.toString(16).padStart(2, '0')}`;
  const huge = `${payload}${'L'.repeat(index === 0 ? megabyte : 0)}`;
  const foreign = Object.fromEntries(payloads.map((one) => [`com.docker.network.${one}`, one]));
  const labels = { ...foreign, 'com.example.note': huge, 'com.docker.network.note': huge };
  const member = {
    Name: name,
    EndpointID: endpointId,
    MacAddress: mac,
    IPv4Address: `${address}/16`,
  };
  const endpoint = {
    ...endpointTexts(payload),
    NetworkID: networkId,
    EndpointID: endpointId,
    MacAddress: mac,
    Gateway: `172.${40 + index}.0.1`,
    IPAddress: address,
    IPPrefixLen: 16,
  };
  const { Config, HostConfig, NetworkSettings } = container as Readonly<Record<string, Json>>;
  return {
    network: {
      ...spoilt(network, payloads, index, structural),
      Id: networkId,
      Name: name,
      IPAM: { Driver: payload, Config: [{ Subnet: `172.${40 + index}.0.0/16` }] },
      Containers: { [id]: member },
      Options: { ...labels, 'com.docker.network.bridge.name': payload },
      Labels: labels,
      Peers: [{ Name: payload, IP: payload }],
      ConfigFrom: { Network: payload },
    },
    container: {
      ...spoilt(container, payloads, index, structural),
      Id: id,
      Name: `/${name}`,
      Config: {
        ...Config,
        Image: payload,
        Hostname: payload,
        Domainname: payload,
        ExposedPorts: { '80/tcp': {}, [payload]: {} },
        Labels: {
          ...labels,
          'com.docker.compose.project': payloads[index % 3],
          'com.docker.compose.service': index === 1 ? `${payload}${'S'.repeat(megabyte)}` : payload,
          'com.docker.compose.container-number': payload,
        },
      },
      HostConfig: { ...HostConfig, NetworkMode: name, ...hostTexts(payload) },
      NetworkSettings: {
        ...NetworkSettings,
        SandboxID: idOf('d', index),
        Ports: {
          '80/tcp': [{ HostIp: '0.0.0.0', HostPort: String(8000 + index) }],
          [payload]: [{ HostIp: payload, HostPort: payload }],
        },
        Networks: { [name]: endpoint },
      },
    },
  };
}

function endpointTexts(text: string): Json {
  return {
    Aliases: [text, text.padEnd(longestName, 'a')],
    DNSNames: [text],
    Links: [`${text}:${text}`],
    DriverOpts: { [text]: text },
    IPAMConfig: { IPv4Address: text, LinkLocalIPs: [text] },
  };
}

function hostTexts(text: string): Json {
  return {
    Links: [`/${text}:/${text}`],
    ExtraHosts: [`${text}:10.0.0.1`, text],
    Dns: [text],
    DnsSearch: [text],
    DnsOptions: [text],
    PortBindings: { [text]: [{ HostIp: text, HostPort: text }] },
  };
}

/** Every text of a record by a hostile one, each by another, except in fields of such names. */
function spoilt(record: Json, payloads: readonly string[], from: number, kept: RegExp): Json {
  let count = from;
  return waysIn(record).reduce<unknown>((made, way) => {
    const field = way.findLast((step) => typeof step === 'string');
    if (typeof valueAt(made, way) !== 'string' || kept.test(String(field))) return made;
    count += 1;
    return withWrong(made, way, `${payloads[count % payloads.length] ?? ''} ${count}`);
  }, record) as Json;
}

function idOf(kind: string, index: number): string {
  return kind + index.toString(16).padStart(63, '0');
}

function valueAt(json: unknown, way: Way): unknown {
  return way.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    json,
  );
}
