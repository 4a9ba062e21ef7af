import dgram from 'node:dgram';
import net from 'node:net';
import os from 'node:os';
import readline from 'node:readline';
import type { Noticed, NumberedQuestion } from './namespaces';

// A program of its own, run inside one network namespace: `prober.ts NAME` listens on the ports below and
// answers each line of stdin with a line of what a program notices that asks.

const name = process.argv[2] ?? '';
const tcpPorts = [80, 8080];
const udpPort = 53;
/** Longer than any answer between namespaces of one machine takes. */
const silenceMs = 900;

function greeting(address: string | undefined): string {
  return JSON.stringify({ by: name, seen: address });
}

function listenTcp(port: number): Promise<void> {
  return new Promise((listening, failed) => {
    net
      .createServer((socket) => {
        socket.on('error', () => socket.destroy());
        socket.end(greeting(socket.remoteAddress));
      })
      .once('error', failed)
      .listen(port, '0.0.0.0', listening);
  });
}

/** One socket an address: answers leave from the address that was asked. */
function listenUdp(address: string): Promise<void> {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (_, from) => {
    socket.send(greeting(from.address), from.port, from.address, (error) => {
      // An answer that a rule refuses is the client's silence.
      if (error !== null) process.stderr.write(`${name}: ${error.message}\n`);
    });
  });
  return new Promise((bound, failed) => {
    socket.once('error', failed);
    socket.bind(udpPort, address, bound);
  });
}

function askTcp({ to, port }: NumberedQuestion): Promise<Noticed> {
  return new Promise((done) => {
    const socket = net.connect({ host: to, port });
    let text = '';
    const finish = (result: Noticed) => {
      clearTimeout(timer);
      socket.destroy();
      done(result);
    };
    const timer = setTimeout(() => {
      finish({ result: 'timeout' });
    }, silenceMs);
    socket.on('data', (data) => {
      text += String(data);
    });
    socket.on('end', () => {
      finish(heard(text));
    });
    socket.on('error', (error) => {
      finish(failure(error));
    });
  });
}

function askUdp({ to, port }: NumberedQuestion): Promise<Noticed> {
  return new Promise((done) => {
    const socket = dgram.createSocket('udp4');
    const finish = (result: Noticed) => {
      clearTimeout(timer);
      socket.close();
      done(result);
    };
    const timer = setTimeout(() => {
      finish({ result: 'timeout' });
    }, silenceMs);
    socket.once('error', (error) => {
      finish(failure(error));
    });
    socket.once('message', (data) => {
      finish(heard(String(data)));
    });
    // Connected, so that the kernel tells of errors that come back.
    socket.connect(port, to, () => {
      socket.send('?');
    });
  });
}

function heard(text: string): Noticed {
  return { result: 'ok', ...(JSON.parse(text) as Omit<Noticed, 'result'>) };
}

function failure(error: NodeJS.ErrnoException): Noticed {
  return { result: error.code ?? error.message };
}

async function run(): Promise<void> {
  await Promise.all(tcpPorts.map(listenTcp));
  const own = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const addresses = own.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
  await Promise.all(addresses.map(listenUdp));
  process.stdout.write('ready\n');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const question = JSON.parse(line) as NumberedQuestion;
    const answer = question.proto === 'tcp' ? askTcp(question) : askUdp(question);
    void answer.then((noticed) => {
      process.stdout.write(`${JSON.stringify({ id: question.id, ...noticed })}\n`);
    });
  }
  process.exit(0);
}

void run();
