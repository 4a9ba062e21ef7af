import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithThisProcess, killGroup } from '../../../scripts/runCommand';
import { connectToTestEngine } from './engineAvailable';
import { NamespaceDoor } from './namespaceDoor';

/** Where it listens with TLS, in its own namespace. */
const tlsPort = 2376;

/** What makes it listen with TLS, too, and let in only who has a certificate of this authority. */
export interface OwnDockerdTls {
  readonly cert: string;
  readonly key: string;
  readonly authority: string;
}

/**
 * A dockerd of the tests' own: socket, data and network namespace are nobody else's, so it may be
 * killed. Needs root, dockerd and ip(8).
 */
export class OwnDockerd {
  readonly host: string;
  readonly #folder: string;
  readonly #namespace: string;
  readonly #listening: readonly string[];
  #process: ChildProcess | undefined;
  #untrack: (() => void) | undefined;

  #door: NamespaceDoor | undefined;

  private constructor(folder: string, tls: OwnDockerdTls | undefined) {
    this.#folder = folder;
    this.#listening =
      tls === undefined
        ? []
        : [
            ...['--host', `tcp://127.0.0.1:${tlsPort}`, '--tlsverify'],
            ...['--tlscacert', tls.authority, '--tlscert', tls.cert, '--tlskey', tls.key],
          ];
    this.#namespace = path.basename(folder);
    this.host = `unix://${path.join(folder, 'docker.sock')}`;
  }

  /** As `DOCKER_HOST` takes it. @throws when it was started without TLS */
  get tcpHost(): string {
    if (this.#door === undefined) throw new Error('this dockerd has no TCP address');
    return `tcp://127.0.0.1:${this.#door.port}`;
  }

  /** Starts one; everything of it is under a folder that goes with it. @throws when it does not answer */
  static async start(tls?: OwnDockerdTls): Promise<OwnDockerd> {
    const folder = await mkdtemp(path.join(tmpdir(), 'vst-dockerd-'));
    const own = new OwnDockerd(folder, tls);
    run('ip', ['netns', 'add', own.#namespace]);
    run('ip', ['-n', own.#namespace, 'link', 'set', 'lo', 'up']);
    await own.run();
    if (tls !== undefined) {
      const socket = path.join(folder, 'door.sock');
      own.#door = await NamespaceDoor.open(own.#namespace, tlsPort, socket);
    }
    return own;
  }

  /** Starts the engine, again on the same data and in the same namespace. */
  async run(): Promise<void> {
    const log = openSync(path.join(this.#folder, 'log'), 'a');
    const place = (name: string) => path.join(this.#folder, name);
    const child = spawn(
      'nsenter',
      [
        `--net=/run/netns/${this.#namespace}`,
        ...['dockerd', '--host', this.host, ...this.#listening],
        ...['--data-root', place('data'), '--exec-root', place('exec')],
        ...['--pidfile', place('docker.pid')],
      ],
      { detached: true, stdio: ['ignore', log, log] },
    );
    this.#process = child;
    this.#untrack = endWithThisProcess(child);
    const deadline = Date.now() + 60_000;
    while (!(await this.#answers())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        const said = readFileSync(place('log'), 'utf8').split('\n').slice(-15).join('\n');
        await this.remove();
        throw new Error(`dockerd did not start; it said last:\n${said}`);
      }
      await pause(100);
    }
  }

  /** `kill -9` of the engine; its containers go on. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    process.kill(child.pid, 'SIGKILL');
    await ended;
    this.#killContainerd();
  }

  /** It keeps its sockets and answers nothing, as one that is stuck. */
  hang(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** After `hang`: goes on where it was. */
  goOn(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Ends it, and takes away whatever it left. */
  async remove(): Promise<void> {
    this.#door?.close();
    this.goOn();
    const child = this.#process;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await Promise.race([ended, pause(15_000)]);
    }
    // containerd leads no group of its own: it goes with the one of the dockerd that started it.
    if (child !== undefined) killGroup(child, 'SIGKILL');
    this.#killContainerd();
    for (const pid of processesNaming(this.#folder)) killWithChildren(pid);
    this.#untrack?.();
    for (const mounted of mountsUnder(this.#folder)) spawnSync('umount', ['-l', mounted]);
    spawnSync('ip', ['netns', 'delete', this.#namespace]);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The next dockerd would wait for it in vain: it was told to die with the one that started it. */
  #killContainerd(): void {
    const pidFile = path.join(this.#folder, 'exec/containerd/containerd.pid');
    if (!existsSync(pidFile)) return;
    kill(Number(readFileSync(pidFile, 'utf8')));
    rmSync(pidFile);
  }

  async #answers(): Promise<boolean> {
    try {
      await connectToTestEngine({ name: 'own', host: this.host }).ping();
      return true;
    } catch {
      // Not yet.
      return false;
    }
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}

/** Shims of containers outlive everything else. */
function processesNaming(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => textOf(`/proc/${pid}/cmdline`).includes(`${folder}/`))
    .map(Number);
}

function killWithChildren(pid: number): void {
  const children = textOf(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  for (const child of [pid, ...children.map(Number)]) kill(child);
}

function kill(pid: number): void {
  // One that is gone already is as wished.
  spawnSync('kill', ['-9', String(pid)]);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process ended meanwhile.
    return '';
  }
}

/** The innermost first. */
function mountsUnder(folder: string): readonly string[] {
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .filter((place) => place.startsWith(`${folder}/`))
    .reverse();
}
