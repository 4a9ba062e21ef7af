/** One entry of the short port syntax, ranges taken apart. */
export interface ShortPort {
  readonly hostAddress: string;
  /** A number, a range `a-b`, or empty when the engine chooses. */
  readonly published: string;
  readonly target: number;
  readonly proto: string;
}

export type PortResult =
  | { readonly ok: true; readonly ports: readonly ShortPort[] }
  | { readonly ok: false; readonly message: string };

interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * `[[IP:][HOST]:]CONTAINER[/PROTO]` (go-connections 0.6, nat: ParsePortSpec; its messages). An IPv6
 * address may stand without brackets. Entries come in the order of their text `port/proto`, as
 * docker compose sorts them.
 * @param most ranges with more ports are refused: they would only cost time and memory
 */
export function parsePort(spec: string, most = 65_536): PortResult {
  const { address, host, container } = splitParts(spec);
  const [containerText = '', givenProto = ''] = container.split('/');
  const hostAddress = withoutBrackets(address);
  if (hostAddress !== '' && !isIpAddress(hostAddress)) {
    return refuse(`invalid IP address: ${hostAddress}`);
  }
  if (containerText === '') return refuse(`no port specified: ${spec}<empty>`);
  const target = parseRange(containerText);
  if (target === undefined) return refuse(`invalid containerPort: ${containerText}`);
  const published = host === '' ? undefined : parseRange(host);
  if (host !== '' && published === undefined) return refuse(`invalid hostPort: ${host}`);
  const size = target.last - target.first;
  if (published !== undefined && published.last - published.first !== size && size > 0) {
    return refuse(
      `invalid ranges specified for container and host Ports: ${containerText} and ${host}`,
    );
  }
  const proto = givenProto === '' ? 'tcp' : givenProto.toLowerCase();
  if (!['tcp', 'udp', 'sctp'].includes(proto)) return refuse(`invalid proto: ${givenProto}`);
  if (size >= most) return refuse(`${spec}: more ports than can be shown, not read`);
  return { ok: true, ports: expand(target, published, hostAddress, proto) };
}

function refuse(message: string): PortResult {
  return { ok: false, message };
}

function splitParts(spec: string): { address: string; host: string; container: string } {
  const parts = spec.split(':');
  const container = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  return { address: parts.join(':'), host, container };
}

function parseRange(text: string): Range | undefined {
  const match = /^(\d{1,20})(?:-(\d{1,20}))?$/.exec(text);
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  return first > 65535 || last > 65535 || last < first ? undefined : { first, last };
}

function withoutBrackets(address: string): string {
  return /^\[(.*)\]$/.exec(address)?.[1] ?? address;
}

/** What Go's net.ParseIP takes: dotted decimal without leading zeros, or IPv6 without a zone. */
export function isIpAddress(address: string): boolean {
  if (/^\d+(\.\d+){3}$/.test(address)) {
    return address.split('.').every((part) => part === String(Number(part)) && Number(part) < 256);
  }
  return isIpv6(address);
}

function isIpv6(address: string): boolean {
  if (!/^[0-9a-fA-F:.]+$/.test(address) || !address.includes(':')) return false;
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0) return false;
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const all = [...groups(head), ...groups(tail ?? '')];
  const dotted = all.at(-1)?.includes('.') === true ? all.pop() : undefined;
  if (dotted !== undefined && !isIpAddress(dotted)) return false;
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = all.length + (dotted === undefined ? 0 : 2);
  return tail === undefined ? count === 8 : count < 8;
}

function expand(
  target: Range,
  published: Range | undefined,
  hostAddress: string,
  proto: string,
): readonly ShortPort[] {
  const ports: ShortPort[] = [];
  for (let port = target.first; port <= target.last; port++) {
    ports.push({
      hostAddress,
      target: port,
      proto,
      published: publishedFor(port - target.first, target, published),
    });
  }
  return ports.sort((a, b) => {
    const left = `${a.target}/${a.proto}`;
    const right = `${b.target}/${b.proto}`;
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function publishedFor(offset: number, target: Range, published: Range | undefined): string {
  if (published === undefined) return '';
  // One container port behind several host ports: the engine picks one of them.
  if (target.first === target.last && published.first !== published.last) {
    return `${published.first}-${published.last}`;
  }
  return String(published.first + offset);
}
