import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { cleanEnvironment, endWithThisProcess, killGroup, runCommand } from '../runCommand';
import type { VscodeServer } from './provisionServer';

export interface ServerOptions {
  /** Holds everything the server writes: settings, logs, state. */
  readonly dataDir: string;
  readonly extensionsDir: string;
  /** User settings, on top of the quiet ones below. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the machine the server runs on: those that no user's or workspace's can be. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Undefined: a free one. */
  readonly port?: number;
  /** Runs tests inside the extension host (payload in the address); notifications are not shown then. */
  readonly driver?: boolean;
  /** Off only for tests that are not about workspace trust. */
  readonly workspaceTrust: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>/`; needs `tkn`, see `address`. */
  readonly origin: string;
  readonly token: string;
  /** Where stdout and stderr of the server go. */
  readonly logFile: string;
  /** What to open in a browser to see a folder. */
  readonly address: (folder: string, query?: Readonly<Record<string, string>>) => string;
  readonly stop: () => Promise<void>;
}

const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
};

const startLimitMs = 90_000;
const stopLimitMs = 5_000;

/**
 * Starts the server on 127.0.0.1 behind a random token and waits until it answers. It has no extension
 * gallery and ends with this process. Throws an Error that names the log file.
 */
export async function startServer(
  server: VscodeServer,
  options: ServerOptions,
): Promise<RunningServer> {
  const { dataDir, extensionsDir } = options;
  await mkdir(path.join(dataDir, 'data/User'), { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  await writeFile(
    path.join(dataDir, 'data/User/settings.json'),
    JSON.stringify({ ...quiet, ...options.settings }, undefined, 2),
  );
  if (options.machineSettings !== undefined) {
    await mkdir(path.join(dataDir, 'data/Machine'), { recursive: true });
    const text = JSON.stringify(options.machineSettings, undefined, 2);
    await writeFile(path.join(dataDir, 'data/Machine/settings.json'), text);
  }
  const token = randomBytes(16).toString('hex');
  // In a file, because everybody on the machine can read a process's arguments.
  const tokenFile = path.join(dataDir, 'connection-token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const port = options.port ?? (await freePort());
  const logFile = path.join(dataDir, 'server.log');
  const log = await open(logFile, 'w');
  const child = spawn(
    server.node,
    [
      server.main,
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--connection-token-file', tokenFile],
      ...['--server-data-dir', dataDir, '--user-data-dir', path.join(dataDir, 'data')],
      ...['--extensions-dir', extensionsDir],
      ...['--accept-server-license-terms', '--disable-telemetry'],
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
      ...(options.driver === true ? ['--enable-smoke-test-driver'] : []),
    ],
    {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: { ...cleanEnvironment(), EXTENSIONS_GALLERY: '{}', ...options.env },
    },
  );
  await log.close();
  const untrack = endWithThisProcess(child);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const stop = async () => {
    killGroup(child, 'SIGTERM');
    await Promise.race([ended, wait(stopLimitMs)]);
    killGroup(child, 'SIGKILL');
    await ended;
    untrack();
  };
  const origin = `http://127.0.0.1:${port}/`;
  const deadline = Date.now() + startLimitMs;
  while (!(await answers(`${origin}?tkn=${token}`))) {
    const gone = child.exitCode !== null || child.signalCode !== null;
    if (gone || Date.now() > deadline) {
      await stop();
      throw new Error(`The VS Code server did not start on port ${port}; see ${logFile}`);
    }
    await wait(200);
  }
  const address = (folder: string, query: Readonly<Record<string, string>> = {}) =>
    `${origin}?${new URLSearchParams({ tkn: token, folder, ...query }).toString()}`;
  return { origin, token, logFile, address, stop };
}

/** Installs a packaged extension where a server with this `extensionsDir` finds it. */
export async function installExtension(
  server: VscodeServer,
  { vsix, dataDir, extensionsDir }: { vsix: string; dataDir: string; extensionsDir: string },
): Promise<void> {
  const { code, output } = await runCommand(
    server.node,
    [
      server.main,
      '--accept-server-license-terms',
      ...['--server-data-dir', dataDir, '--extensions-dir', extensionsDir],
      ...['--install-extension', vsix, '--force'],
    ],
    { env: { ...cleanEnvironment(), EXTENSIONS_GALLERY: '{}' }, timeoutMs: 120_000 },
  );
  if (code !== 0) throw new Error(`${vsix} could not be installed:\n${output}`);
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout: 5_000 }, (response) => {
      response.resume();
      // With a token in the query the server sets a cookie and redirects.
      resolve(response.statusCode === 200 || response.statusCode === 302);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => {
      resolve(false);
    });
  });
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
