import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildExtension, packageExtension } from './packageExtension';
import { root, samplePath, vsixPath } from './projectPaths';
import { provisionServer } from './vscodeServer/provisionServer';
import type { VscodeServer } from './vscodeServer/provisionServer';
import { installExtension, startServer } from './vscodeServer/startServer';

const usage = `npm start -- [--server] [--port N] [FOLDER]

Builds Vethscope and opens it on a folder (default: samples/three-tier): in desktop VS Code when "code" is on
the PATH, else in a private VS Code server that is downloaded once.

--server   the private server even when "code" is there
--port N   the server's port; default: a free one
`;

interface StartOptions {
  readonly server: boolean;
  readonly port: number | undefined;
  readonly folder: string;
}

async function main(): Promise<void> {
  const options = parseArguments(process.argv.slice(2));
  console.log('Building …');
  await buildExtension();
  if (!options.server && hasDesktopCode()) openDesktop(options.folder);
  else await serve(options);
}

function parseArguments(args: readonly string[]): StartOptions {
  let server = false;
  let port: number | undefined;
  let folder = samplePath;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--server') server = true;
    else if (arg === '--port') port = portOf(args[++index]);
    else if (arg.startsWith('-')) throw new Error(`${arg} is not an option.\n\n${usage}`);
    else folder = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), arg);
  }
  if (!existsSync(folder)) throw new Error(`${folder} does not exist.`);
  return { server, port, folder };
}

function portOf(text: string | undefined): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`--port wants a number from 1 to 65535.\n\n${usage}`);
}

function hasDesktopCode(): boolean {
  return (
    spawnSync('code', ['--version'], {
      stdio: 'ignore',
      shell: process.platform === 'win32',
      timeout: 20_000,
    }).status === 0
  );
}

function openDesktop(folder: string): void {
  const { status } = spawnSync(
    'code',
    ['--new-window', `--extensionDevelopmentPath=${root}`, folder],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (status !== 0)
    throw new Error(
      'VS Code did not open. "npm start -- --server" uses the private server instead.',
    );
  console.log(`Opened ${folder} in VS Code.`);
}

async function serve({ port, folder }: StartOptions): Promise<void> {
  const server = await provisionServer((line) => {
    console.log(line);
  });
  const home = path.join(root, '.vscode-test/start');
  const dataDir = path.join(home, 'data');
  const extensionsDir = path.join(home, 'extensions');
  await mkdir(dataDir, { recursive: true });
  await installUnlessThere(server, { home, dataDir, extensionsDir });
  const running = await startServer(server, {
    dataDir,
    extensionsDir,
    workspaceTrust: true,
    ...(port === undefined ? {} : { port }),
  });
  console.log(
    `\nOpen this address in a browser; Ctrl-C stops it.\n\n    ${running.address(folder)}\n`,
  );
  stopServer = running.stop;
}

async function installUnlessThere(
  server: VscodeServer,
  { home, dataDir, extensionsDir }: { home: string; dataDir: string; extensionsDir: string },
): Promise<void> {
  const fingerprint = await packageExtension();
  const stamp = path.join(home, 'installed');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === fingerprint) return;
  console.log('Installing the extension …');
  await rm(extensionsDir, { recursive: true, force: true });
  await installExtension(server, { vsix: vsixPath, dataDir, extensionsDir });
  await writeFile(stamp, fingerprint);
}

let stopServer: (() => Promise<void>) | undefined;
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Not serving yet: what runs is a child that ends with this process.
    if (stopServer === undefined) process.exit(130);
    // One Ctrl-C arrives twice: from the terminal and from npm.
    if (stopping) return;
    stopping = true;
    console.log('\nStopping …');
    void stopServer().finally(() => process.exit(0));
  });

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
