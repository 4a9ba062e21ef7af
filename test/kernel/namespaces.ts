import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';

/** What one namespace noticed when it asked another. */
export interface Noticed {
  /** `ok`, `timeout`, or the error's name, e.g. `ECONNREFUSED`. */
  readonly result: string;
  /** Who answered. */
  readonly by?: string;
  /** The source address it saw. */
  readonly seen?: string;
}

export interface Question {
  readonly from: string;
  readonly to: string;
  readonly proto: 'tcp' | 'udp';
  readonly port: number;
}

export interface NumberedQuestion extends Omit<Question, 'from'> {
  readonly id: number;
}

/** Addresses of the private networks; reached from nowhere outside the namespaces. */
export const members = [
  { name: 'a1', bridge: 'br-a', address: '10.201.0.2', gateway: '10.201.0.1' },
  { name: 'a2', bridge: 'br-a', address: '10.201.0.3', gateway: '10.201.0.1' },
  { name: 'b1', bridge: 'br-b', address: '10.202.0.2', gateway: '10.202.0.1' },
] as const;

const bridges = [
  { name: 'br-a', address: '10.201.0.1' },
  { name: 'br-b', address: '10.202.0.1' },
] as const;

const typescript = ['--require', 'tsx/cjs', path.join(__dirname, 'prober.ts')];

/**
 * A host with two bridges and three containers' worth of namespaces, wired as Docker wires them, in
 * namespaces of their own: nothing of this machine's network is touched. Needs root.
 */
export class Namespaces {
  private readonly probers = new Map<string, Prober>();

  private constructor(private readonly prefix: string) {}

  static async open(): Promise<Namespaces> {
    const made = new Namespaces(`vethscope-${process.pid}`);
    try {
      made.build();
      for (const name of ['host', ...members.map((one) => one.name)]) {
        made.probers.set(name, await Prober.start(made.name(name), name));
      }
    } catch (error) {
      await made.close();
      throw error;
    }
    return made;
  }

  /** Replaces the host's IPv4 rules; throws what iptables-restore says of a bad text. */
  loadRules(text: string): void {
    this.run('host', ['iptables-restore'], text);
  }

  async ask({ from, ...question }: Question): Promise<Noticed> {
    const prober = this.probers.get(from);
    if (prober === undefined) throw new Error(`no namespace ${from}`);
    return prober.ask(question);
  }

  /** The host part of a snapshot. */
  hostPart(): Readonly<Record<string, unknown>> {
    const json = (...command: string[]) => JSON.parse(this.run('host', command)) as unknown;
    return {
      addr: json('ip', '-d', '-j', 'addr'),
      route: json('ip', '-j', 'route', 'show', 'table', 'all'),
      rule: json('ip', '-j', 'rule'),
      neigh: [],
      bridgeLink: json('bridge', '-d', '-j', 'link'),
      iptables: this.run('host', ['iptables-save', '-c']),
      sysctl: this.run('host', [
        'sysctl',
        'net.ipv4.ip_forward',
        'net.ipv4.conf.all.forwarding',
        'net.ipv4.conf.all.route_localnet',
        'net.ipv4.conf.all.rp_filter',
        ...(this.hasBridgeNetfilter() ? ['net.bridge.bridge-nf-call-iptables'] : []),
      ]),
      listeners: this.run('host', ['ss', '-Hlntu']),
    };
  }

  /** The sandbox part of a snapshot for one of the members. */
  sandboxPart(name: string): Readonly<Record<string, unknown>> {
    const json = (...command: string[]) => JSON.parse(this.run(name, command)) as unknown;
    const file = (kind: string) => this.run(name, ['cat', `/proc/net/${kind}`]);
    return {
      addr: json('ip', '-d', '-j', 'addr'),
      link: json('ip', '-d', '-j', 'link'),
      route: json('ip', '-j', 'route', 'show', 'table', 'all'),
      sysctl: this.run(name, ['sysctl', 'net.ipv6.conf.all.disable_ipv6']),
      procNet: { tcp: file('tcp'), tcp6: file('tcp6'), udp: file('udp'), udp6: file('udp6') },
    };
  }

  async close(): Promise<void> {
    for (const prober of this.probers.values()) await prober.stop();
    for (const name of ['host', ...members.map((one) => one.name)]) {
      if (this.exists(name)) execFileSync('ip', ['netns', 'delete', this.name(name)]);
    }
  }

  private build(): void {
    for (const name of ['host', ...members.map((one) => one.name)]) {
      execFileSync('ip', ['netns', 'add', this.name(name)]);
      this.run(name, ['ip', 'link', 'set', 'lo', 'up']);
      // Errors come back however fast questions are asked.
      this.run(name, ['sysctl', '-qw', 'net.ipv4.icmp_ratelimit=0']);
    }
    this.run('host', ['sysctl', '-qw', 'net.ipv4.ip_forward=1']);
    for (const { name, address } of bridges) {
      this.run('host', ['ip', 'link', 'add', name, 'type', 'bridge']);
      this.run('host', ['ip', 'addr', 'add', `${address}/24`, 'dev', name]);
      this.run('host', ['ip', 'link', 'set', name, 'up']);
    }
    for (const { name, bridge, address, gateway } of members) {
      const veth = `veth-${name}`;
      const peer = ['peer', 'name', 'eth0', 'netns', this.name(name)];
      this.run('host', ['ip', 'link', 'add', veth, 'type', 'veth', ...peer]);
      this.run('host', ['ip', 'link', 'set', veth, 'master', bridge, 'up']);
      this.run(name, ['ip', 'addr', 'add', `${address}/24`, 'dev', 'eth0']);
      this.run(name, ['ip', 'link', 'set', 'eth0', 'up']);
      this.run(name, ['ip', 'route', 'add', 'default', 'via', gateway]);
    }
  }

  private hasBridgeNetfilter(): boolean {
    return this.run('host', ['ls', '/proc/sys/net']).split('\n').includes('bridge');
  }

  private exists(name: string): boolean {
    const list = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' });
    return list.split('\n').some((line) => line.split(' ')[0] === this.name(name));
  }

  private name(name: string): string {
    return `${this.prefix}-${name}`;
  }

  private run(name: string, command: readonly string[], input?: string): string {
    return execFileSync('ip', ['netns', 'exec', this.name(name), ...command], {
      encoding: 'utf8',
      input: input ?? '',
      timeout: 10_000,
    });
  }
}

class Prober {
  private readonly waiting = new Map<number, (answer: Noticed) => void>();
  private last = 0;

  private constructor(private readonly child: ChildProcess) {}

  static async start(namespace: string, name: string): Promise<Prober> {
    const command = ['netns', 'exec', namespace, process.execPath, ...typescript, name];
    const child = spawn('ip', command, { stdio: ['pipe', 'pipe', 'inherit'] });
    const prober = new Prober(child);
    const lines = readline.createInterface({ input: child.stdout });
    const ready = once(lines, 'line');
    await Promise.race([
      ready,
      once(child, 'exit').then(([code]) => {
        throw new Error(`the prober in ${namespace} ended with ${code}`);
      }),
    ]);
    lines.on('line', (line) => {
      const { id, ...answer } = JSON.parse(line) as Noticed & { readonly id: number };
      prober.waiting.get(id)?.(answer);
      prober.waiting.delete(id);
    });
    return prober;
  }

  ask(question: Omit<Question, 'from'>): Promise<Noticed> {
    const id = (this.last += 1);
    return new Promise((answered) => {
      this.waiting.set(id, answered);
      this.child.stdin?.write(`${JSON.stringify({ id, ...question })}\n`);
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }
}
