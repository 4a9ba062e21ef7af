/** A docker-proxy process, as the snapshot keeps it. */
export interface ProxyFacts {
  readonly pid: number;
  readonly proto: string;
  readonly hostIp: string;
  readonly hostPort: number;
  readonly containerIp: string;
  readonly containerPort: number;
}

/**
 * From its arguments: `-proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80`
 * (moby: cmd/docker-proxy parseFlags, 20.10 to 29). `undefined` when they do not say all of that.
 */
export function proxyOf(pid: number, argv: readonly string[]): ProxyFacts | undefined {
  const value = (name: string): string => {
    const at = argv.findIndex((word) => word === `-${name}` || word === `--${name}`);
    return at < 0 ? '' : (argv[at + 1] ?? '');
  };
  const proto = value('proto') || 'tcp';
  const hostPort = Number(value('host-port'));
  const containerPort = Number(value('container-port'));
  const [hostIp, containerIp] = [value('host-ip'), value('container-ip')];
  const sound =
    /^(tcp|udp|sctp)$/.test(proto) &&
    [hostIp, containerIp].every((address) => /^[\da-f.:]+$/i.test(address)) &&
    [hostPort, containerPort].every((port) => Number.isInteger(port) && port > 0 && port < 65_536);
  return sound ? { pid, proto, hostIp, hostPort, containerIp, containerPort } : undefined;
}
