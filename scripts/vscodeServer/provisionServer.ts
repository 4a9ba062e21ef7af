import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../projectPaths';
import { cleanEnvironment, runCommand } from '../runCommand';

interface Release {
  readonly codeServer: string;
  /** The Node it is made for. */
  readonly node: string;
}

/** As `VETHSCOPE_VSCODE` names them: VS Code 1.139, and 1.100, the oldest one the extension is for. */
const releases: Readonly<Record<string, Release>> = {
  newest: { codeServer: '4.139.1', node: '24.21.0' },
  floor: { codeServer: '4.100.3', node: '20.20.2' },
};

/** Parts of the server that need an account or a native build and that no one here uses. */
const unused = [
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
  'extensions/microsoft-authentication',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@devcontainers',
];

export interface VscodeServer {
  /** The node binary that runs it. */
  readonly node: string;
  /** server-main.js */
  readonly main: string;
}

/** Why there can be no private VS Code server on this machine, or undefined. */
export function whyNoServer(): string | undefined {
  if (process.platform !== 'linux')
    return `it is provisioned on Linux only, not on ${process.platform}`;
  if (process.arch !== 'x64' && process.arch !== 'arm64')
    return `it is provisioned on x64 and arm64 only, not on ${process.arch}`;
  return undefined;
}

/**
 * Downloads the server through npm unless it is there already: about 520 MB under .vscode-test/, or
 * under $VETHSCOPE_CACHE when that is set. `progress` gets one line per step. Throws an Error with the
 * end of npm's output when a step fails; nothing half-done is left behind.
 */
export async function provisionServer(progress: (line: string) => void): Promise<VscodeServer> {
  const impossible = whyNoServer();
  if (impossible !== undefined) throw new Error(`No private VS Code server: ${impossible}.`);
  const home = path.resolve(process.env['VETHSCOPE_CACHE'] ?? path.join(root, '.vscode-test'));
  const wanted = process.env['VETHSCOPE_VSCODE'] ?? 'newest';
  const release = releases[wanted];
  if (release === undefined) {
    const known = Object.keys(releases).join(' and ');
    throw new Error(`VETHSCOPE_VSCODE: there is no ${wanted}, only ${known}.`);
  }
  const place = path.join(home, `code-server-${release.codeServer}-node-${release.node}`);
  if (!existsSync(place)) await install(release, home, place, progress);
  return {
    node: path.join(place, `node_modules/node-linux-${process.arch}/bin/node`),
    main: path.join(place, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

async function install(
  release: Release,
  home: string,
  place: string,
  progress: (line: string) => void,
): Promise<void> {
  await mkdir(home, { recursive: true });
  const partial = await mkdtemp(path.join(home, 'incomplete-'));
  const started = Date.now();
  const step = async (what: string, cwd: string, args: readonly string[]) => {
    progress(`VS Code server: ${what} …`);
    await npm(cwd, args);
    progress(`VS Code server: ${what}: done after ${Math.round((Date.now() - started) / 1000)} s`);
  };
  try {
    await writeFile(path.join(partial, 'package.json'), '{"private":true}\n');
    await step('1 of 3, downloading about 150 MB', partial, [
      `code-server@${release.codeServer}`,
      `node-linux-${process.arch}@${release.node}`,
    ]);
    const vscode = path.join(partial, 'node_modules/code-server/lib/vscode');
    await step('2 of 3, its libraries', vscode, ['--omit=dev']);
    await step('3 of 3, its built-in extensions', path.join(vscode, 'extensions'), ['--omit=dev']);
    await putRipgrep(partial, vscode, progress);
    for (const name of unused) await rm(path.join(vscode, name), { recursive: true, force: true });
    await rename(partial, place);
  } catch (error) {
    // Somebody else may have finished the same download meanwhile.
    if (!existsSync(place)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The server's own package of it, up to 1.107 or so, downloads the program when it is installed. */
async function putRipgrep(
  partial: string,
  vscode: string,
  progress: (line: string) => void,
): Promise<void> {
  const own = path.join(vscode, 'node_modules/@vscode/ripgrep');
  if (!existsSync(own)) return;
  progress('VS Code server: its file search …');
  const name = `@vscode/ripgrep-linux-${process.arch}`;
  await npm(partial, [name]);
  await mkdir(path.join(own, 'bin'), { recursive: true });
  await copyFile(path.join(partial, 'node_modules', name, 'bin/rg'), path.join(own, 'bin/rg'));
}

/** Install scripts stay off: none of what needs compiling is used. */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runCommand(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...args],
    { cwd, env: cleanEnvironment(), timeoutMs: 900_000 },
  );
  if (code === 0) return;
  const lastLines = output.trim().split('\n').slice(-8).join('\n');
  throw new Error(
    `The VS Code server could not be downloaded (npm exit ${code ?? 'timeout'}):\n${lastLines}`,
  );
}
