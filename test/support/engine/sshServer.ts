import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { waitFor } from './waitFor';

const sshdPaths = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'];

export interface SshServerWishes {
  /** What `DOCKER_HOST` is for who logs in. */
  readonly engine: string;
  /** Whether this machine knows the server's key. Default true. */
  readonly known?: boolean;
}

/**
 * A real sshd on 127.0.0.1 with keys and configuration of its own, for this user alone, and an `ssh` that
 * reads a configuration of the test's in place of the user's.
 */
export class SshServer {
  /** In place of `ssh`. */
  readonly program: string;
  #sshd: ChildProcess | undefined;
  #said = '';

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {
    this.program = path.join(folder, 'ssh');
  }

  static find(): string | undefined {
    return sshdPaths.find((file) => existsSync(file));
  }

  static async start(wishes: SshServerWishes): Promise<SshServer> {
    const sshd = SshServer.find();
    if (sshd === undefined) throw new Error('There is no sshd; install openssh-server.');
    const server = new SshServer(mkdtempSync(path.join(tmpdir(), 'vst-ssh-')), await freePort());
    try {
      server.#write(wishes);
      await server.#run(sshd);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Its address; with another user, somebody whom it does not let in. */
  address(user?: string): string {
    return `ssh://${user === undefined ? '' : `${user}@`}127.0.0.1:${this.port}`;
  }

  /** How often somebody was let in. */
  get logins(): number {
    return this.#said.split('Accepted publickey').length - 1;
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** Adds to the configuration that `ssh` reads. */
  configure(text: string): void {
    const file = this.file('config');
    writeFileSync(file, `${text}\n${readFileSync(file, 'utf8')}`);
  }

  /** Another host key under the same name, as after an attack, or a new installation. */
  changeKnownKey(): void {
    this.#key('other_host_key');
    this.know(this.file('other_host_key.pub'));
  }

  know(publicKey: string): void {
    writeFileSync(
      this.file('known_hosts'),
      `[127.0.0.1]:${this.port} ${readFileSync(publicKey, 'utf8')}`,
    );
  }

  async stop(): Promise<void> {
    const sshd = this.#sshd;
    if (sshd !== undefined && sshd.exitCode === null && sshd.signalCode === null) {
      await new Promise((resolve) => {
        sshd.once('exit', resolve);
        sshd.kill();
      });
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write({ engine, known = true }: SshServerWishes): void {
    for (const name of ['host_key', 'user_key', 'stranger_key']) this.#key(name);
    writeFileSync(this.file('authorized_keys'), readFileSync(this.file('user_key.pub')));
    writeFileSync(this.file('known_hosts'), '');
    if (known) this.know(this.file('host_key.pub'));
    writeFileSync(
      this.file('sshd_config'),
      [
        `Port ${this.port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${this.file('host_key')}`,
        `AuthorizedKeysFile ${this.file('authorized_keys')}`,
        'PidFile none',
        'StrictModes no',
        'UsePAM no',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'PermitRootLogin prohibit-password',
        `AllowUsers ${userInfo().username}`,
        `SetEnv DOCKER_HOST=${engine} PATH=${process.env['PATH'] ?? ''}`,
        'LogLevel VERBOSE',
      ].join('\n'),
    );
    writeFileSync(
      this.file('config'),
      [
        'Host *',
        `  UserKnownHostsFile ${this.file('known_hosts')}`,
        '  GlobalKnownHostsFile /dev/null',
        `  IdentityFile ${this.file('user_key')}`,
        '  IdentitiesOnly yes',
        '',
      ].join('\n'),
    );
    // Not by the PATH: this one may be the first there.
    writeFileSync(
      this.program,
      `#!/bin/sh\nexec "$(command -pv ssh)" -F '${this.file('config')}' "$@"\n`,
    );
    chmodSync(this.program, 0o755);
  }

  #key(name: string): void {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.file(name)]);
  }

  async #run(sshd: string): Promise<void> {
    // Where sshd locks its unprivileged half up, when root runs it; a service makes it at boot.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const child = spawn(sshd, ['-D', '-e', '-f', this.file('sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#sshd = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    await waitFor('sshd listens', () => {
      if (child.exitCode !== null) throw new Error(`sshd ended: ${this.#said}`);
      return this.#said.includes('Server listening');
    });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
