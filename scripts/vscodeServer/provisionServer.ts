import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../projectPaths';
import { cleanEnvironment, runCommand } from '../runCommand';

/** VS Code 1.139, as its own server; a Node of its own, because this version does not run on Node 20. */
const codeServer = '4.139.1';
const privateNode = '24.21.0';

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
  const place = path.join(home, `code-server-${codeServer}-node-${privateNode}`);
  if (!existsSync(place)) await install(home, place, progress);
  return {
    node: path.join(place, `node_modules/node-linux-${process.arch}/bin/node`),
    main: path.join(place, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

async function install(
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
      `code-server@${codeServer}`,
      `node-linux-${process.arch}@${privateNode}`,
    ]);
    const vscode = path.join(partial, 'node_modules/code-server/lib/vscode');
    await step('2 of 3, its libraries', vscode, ['--omit=dev']);
    await step('3 of 3, its built-in extensions', path.join(vscode, 'extensions'), ['--omit=dev']);
    for (const name of unused) await rm(path.join(vscode, name), { recursive: true, force: true });
    await rename(partial, place);
  } catch (error) {
    // Somebody else may have finished the same download meanwhile.
    if (!existsSync(place)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
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
