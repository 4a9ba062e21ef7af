import { constants } from 'node:fs';
import { open, readdir, readFile, readlink } from 'node:fs/promises';
import { mapLimited } from '../engine/mapLimited';
import { proxyOf, type ProxyFacts } from './proxyArguments';

/** What is read of a file; programs' own files are far smaller. */
const largestFile = 1024 * 1024;

/** `undefined` when it is not there, may not be read, or is no plain file. */
export async function readPlainFile(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return undefined;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(largestFile), 0, largestFile, 0);
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch {
    // Expected: processes end, and not everybody may look; the caller names what is missing.
    return undefined;
  }
}

/** A file below /proc or /sys, whose size says nothing. */
export async function readProcFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // As above.
    return undefined;
  }
}

/**
 * A file of `/etc` of a process's container. Containers choose their links: none is followed, or one could
 * show a file of the host.
 */
export async function readContainerFile(pid: number, name: string): Promise<string | undefined> {
  try {
    const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
    const folder = await open(`/proc/${pid}/root/etc`, flags);
    try {
      return await readPlainFile(`/proc/self/fd/${folder.fd}/${name}`);
    } finally {
      await folder.close();
    }
  } catch {
    // As above.
    return undefined;
  }
}

/** `net:[4026532648]` of a process, or of this one; `undefined` when it may not be looked at. */
export async function networkNamespace(pid: number | 'self'): Promise<string | undefined> {
  try {
    return await readlink(`/proc/${pid}/ns/net`);
  } catch {
    // As above.
    return undefined;
  }
}

/** Whether the process runs in this container (cgroups(7): the engines name them after the id). */
export async function belongsTo(pid: number, containerId: string): Promise<boolean> {
  return (await readProcFile(`/proc/${pid}/cgroup`))?.includes(containerId) ?? false;
}

/**
 * The docker-proxy processes of this network namespace, by their command lines (moby: cmd/docker-proxy).
 * No other process's command line is looked at. `undefined` where processes are hidden.
 */
export async function readProxies(): Promise<readonly ProxyFacts[] | undefined> {
  const own = await networkNamespace('self');
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  if (!pids.includes(1)) return undefined;
  const proxies = await mapLimited(pids, 32, async (pid) => {
    if ((await readProcFile(`/proc/${pid}/comm`))?.trim() !== 'docker-proxy') return undefined;
    const namespace = await networkNamespace(pid);
    if (namespace !== undefined && namespace !== own) return undefined;
    return proxyOf(pid, ((await readProcFile(`/proc/${pid}/cmdline`)) ?? '').split('\0'));
  });
  return proxies.filter((proxy) => proxy !== undefined);
}

/** Sockets that wait for connections, of `/proc/PID/net`; the others tell who talks to whom. */
export async function readSockets(pid: number) {
  const [tcp, tcp6, udp, udp6] = await Promise.all(
    ['tcp', 'tcp6', 'udp', 'udp6'].map((name) => readProcFile(`/proc/${pid}/net/${name}`)),
  );
  return waitingSockets({ tcp, tcp6, udp, udp6 });
}

interface SocketTables {
  readonly tcp?: string | undefined;
  readonly tcp6?: string | undefined;
  readonly udp?: string | undefined;
  readonly udp6?: string | undefined;
}

/** States 0A (listening) and 07 (unconnected) of include/net/tcp_states.h. */
export function waitingSockets({ tcp, tcp6, udp, udp6 }: SocketTables) {
  if (tcp === undefined && udp === undefined) return undefined;
  return {
    tcp: withState(tcp, '0A'),
    tcp6: withState(tcp6, '0A'),
    udp: withState(udp, '07'),
    udp6: withState(udp6, '07'),
  };
}

function withState(table: string | undefined, state: string): string | undefined {
  return table
    ?.split('\n')
    .filter((line, at) => at === 0 || line.trim().split(/\s+/)[3] === state)
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
