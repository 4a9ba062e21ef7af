import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { endWithThisProcess, killGroup } from '../../../scripts/runCommand';

/** In the namespace: from a unix socket, which all namespaces share, to a port. */
const inside = `
const net = require('node:net');
const [socket, port] = process.argv.slice(1);
net
  .createServer((from) => {
    const to = net.connect(Number(port), '127.0.0.1');
    from.pipe(to).pipe(from);
    for (const end of [from, to]) end.on('error', () => { from.destroy(); to.destroy(); });
  })
  .listen(socket, () => process.stdout.write('open'));
`;

/** Both of this machine alone. */
const addresses = ['127.0.0.1', '127.0.0.2'] as const;

/** A port on 127.0.0.1 and 127.0.0.2 here that leads to one on 127.0.0.1 in a network namespace; takes root and nsenter(1). */
export class NamespaceDoor {
  private constructor(
    readonly port: number,
    private readonly servers: readonly net.Server[],
    private readonly child: ChildProcess,
    private readonly untrack: () => void,
  ) {}

  /** @param socket a file to make, removed by nobody here */
  static async open(namespace: string, port: number, socket: string): Promise<NamespaceDoor> {
    const child = spawn(
      'nsenter',
      [`--net=/run/netns/${namespace}`, process.execPath, '-e', inside, socket, String(port)],
      { detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const untrack = endWithThisProcess(child);
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'close').then(() => {
        throw new Error(`no way into the namespace ${namespace}`);
      }),
    ]);
    const servers: net.Server[] = [];
    let own = 0;
    for (const address of addresses) {
      const server = net.createServer((from) => {
        lead(from, net.connect(socket));
      });
      server.listen(own, address);
      await once(server, 'listening');
      ({ port: own } = server.address() as net.AddressInfo);
      servers.push(server);
    }
    return new NamespaceDoor(own, servers, child, untrack);
  }

  close(): void {
    for (const server of this.servers) server.close();
    killGroup(this.child, 'SIGKILL');
    this.untrack();
  }
}

function lead(from: net.Socket, to: net.Socket): void {
  from.pipe(to).pipe(from);
  for (const end of [from, to]) {
    end.on('error', () => {
      from.destroy();
      to.destroy();
    });
  }
}
