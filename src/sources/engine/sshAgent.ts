import { spawn } from 'node:child_process';
import http from 'node:http';
import { homedir } from 'node:os';
import type { Duplex } from 'node:stream';
import type { SshAddress } from './engineEndpoint';
import { SshStream } from './sshStream';

/** Each is a login of its own; a server lets ten at a time knock (sshd_config: MaxStartups). */
const mostConnections = 4;

/**
 * Connections to an engine behind ssh, as docker itself makes them: the user's own `ssh` program runs
 * `docker system dial-stdio` there (docker/cli: connhelper, 28.5). So configuration, keys, agent and known
 * hosts are the user's, and nothing is asked for: what would need a password fails.
 */
export class SshAgent extends http.Agent {
  readonly #address: SshAddress;
  readonly #program: string;

  constructor(address: SshAddress, program: string) {
    // One more for the events, which never end.
    super({ keepAlive: true, maxSockets: mostConnections + 1, maxFreeSockets: 1 });
    this.#address = address;
    this.#program = program;
  }

  override createConnection(): Duplex {
    const child = spawn(this.#program, sshArguments(this.#address), {
      // Where a search for the program may begin, on Windows: nothing of a workspace's.
      cwd: homedir(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    return new SshStream(child, this.#address);
  }
}

/** No shell reads them on this side; on the other one nothing stands in them but a path that is quoted. */
export function sshArguments({ host, port, user, socketPath }: SshAddress): readonly string[] {
  return [
    '-T',
    '-o',
    'BatchMode=yes',
    '-o',
    'ConnectTimeout=15',
    '-o',
    'ServerAliveInterval=30',
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    host,
    'docker',
    ...(socketPath === undefined ? [] : ['--host', quoted(`unix://${socketPath}`)]),
    'system',
    'dial-stdio',
  ];
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
