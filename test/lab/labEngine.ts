import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithThisProcess, killGroup } from '../../scripts/runCommand';

/** An engine of the lab: which Debian it comes from, and what it must say its version is. */
export interface LabEngine {
  readonly name: string;
  readonly suite: string;
  readonly version: RegExp;
  readonly program: readonly string[];
}

const dockerd = [
  ...['dockerd', '--host', 'unix:///lab/run/engine.sock', '--data-root', '/lab/data'],
  ...['--exec-root', '/run/docker', '--pidfile', '/run/docker.pid'],
];

const podman = [
  ...['podman', '--root', '/lab/data', '--runroot', '/run/podman', '--cgroup-manager', 'cgroupfs'],
  // Else it keeps its networks in /etc, from one run to the next.
  ...['--network-config-dir', '/lab/data/networks'],
  ...['system', 'service', '--time=0', 'unix:///lab/run/engine.sock'],
];

export const labEngines: readonly LabEngine[] = [
  { name: 'docker20', suite: 'bookworm', version: /^20\.10\./, program: dockerd },
  { name: 'docker26', suite: 'trixie', version: /^26\.1\./, program: dockerd },
  { name: 'docker28', suite: 'forky', version: /^28\.5\./, program: dockerd },
  { name: 'podman5', suite: 'forky', version: /^5\./, program: podman },
];

/** What is installed in the Debian of each suite. */
export function packagesOf(suite: string): readonly string[] {
  const always = ['docker.io', 'iptables', 'nftables', 'iproute2', 'procps', 'ca-certificates'];
  const forPodman = ['podman', 'crun', 'netavark', 'aardvark-dns', 'conmon'];
  return labEngines.some((engine) => engine.suite === suite && engine.program === podman)
    ? [...always, ...forPodman]
    : always;
}

export interface RunningLabEngine {
  /** As `DOCKER_HOST` takes it. */
  readonly host: string;
  readonly version: string;
  /** What to put before a command so that it runs beside the engine: its network, its processes. */
  readonly beside: readonly string[];
  readonly stop: () => Promise<void>;
}

const startLimitMs = 60_000;

/**
 * Starts it in namespaces of its own; everything of it ends with this process.
 * @throws Error with the end of its log when it does not answer, or is another version
 */
export async function startLabEngine(
  engine: LabEngine,
  { root, home }: { readonly root: string; readonly home: string },
): Promise<RunningLabEngine> {
  const [data, run] = [path.join(home, 'data'), path.join(home, 'run')];
  for (const folder of [data, run]) mkdirSync(folder, { recursive: true });
  const logFile = path.join(home, 'log');
  const log = openSync(logFile, 'w');
  const inside = path.join(__dirname, 'insideNamespace.sh');
  const child = spawn(
    'unshare',
    [
      ...['--net', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'],
      ...['bash', inside, root, data, run, ...engine.program],
    ],
    { detached: true, stdio: ['ignore', log, log] },
  );
  const untrack = endWithThisProcess(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    killGroup(child, 'SIGKILL');
    await ended;
    untrack();
    rmSync(home, { recursive: true, force: true });
  };
  const socketPath = path.join(run, 'engine.sock');
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    const version = await versionAt(socketPath);
    if (version !== undefined && engine.version.test(version)) {
      return { host: `unix://${socketPath}`, version, beside: besideOf(child.pid), stop };
    }
    if (version !== undefined || child.exitCode !== null || Date.now() > deadline) {
      const said = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n');
      await stop();
      throw new Error(`${engine.name} did not start (version ${version ?? 'none'}):\n${said}`);
    }
    await pause(200);
  }
}

/** The namespaces' first process is the only child of `unshare`. */
function besideOf(unshare: number | undefined): readonly string[] {
  const first = readFileSync(`/proc/${unshare}/task/${unshare}/children`, 'utf8').trim();
  return [
    ...['nsenter', '--target', first, '--net', '--pid'],
    ...['unshare', '--mount', '--propagation', 'private'],
    ...['sh', '-c', 'mount -t proc proc /proc && mount -t sysfs sysfs /sys && exec "$@"', 'sh'],
  ];
}

function versionAt(socketPath: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = http.get({ socketPath, path: '/version', timeout: 2_000 }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        const { Version } = JSON.parse(body) as { readonly Version?: string };
        resolve(Version);
      });
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(undefined));
  });
}
