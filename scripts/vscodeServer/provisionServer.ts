import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../projectPaths';
import { cleanEnvironment, runCommand } from '../runCommand';

interface Release {
  readonly codeServer: string;
  /** The Node it is made for. */
  readonly node: string;
  /** Up to 1.107 or so its terminal and its file search come ready to run only through install scripts. */
  readonly readyMade?: { readonly nodePty: string; readonly ripgrep: string };
}

export type ReleaseName = 'newest' | 'floor';

/** VS Code 1.139, and 1.100, the oldest one the extension is for. */
const releases: Readonly<Record<ReleaseName, Release>> = {
  newest: { codeServer: '4.139.1', node: '24.21.0' },
  floor: {
    codeServer: '4.100.3',
    node: '20.20.2',
    readyMade: { nodePty: '1.2.0-beta.15', ripgrep: '1.18.0' },
  },
};

const registryLimitMs = 20_000;

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
 * under $VETHSCOPE_CACHE when that is set. $VETHSCOPE_VSCODE may choose the release. `progress` gets one line per step. Throws an Error that says
 * what is missing and what to do, within half a minute where npm's registry cannot be reached; nothing half-done is left behind.
 */
export async function provisionServer(
  progress: (line: string) => void,
  wanted: ReleaseName = releaseFromEnvironment(),
): Promise<VscodeServer> {
  const impossible = whyNoServer();
  if (impossible !== undefined) throw new Error(`No private VS Code server: ${impossible}.`);
  const home = path.resolve(process.env['VETHSCOPE_CACHE'] ?? path.join(root, '.vscode-test'));
  const release = releases[wanted];
  const place = path.join(home, placeOf(release));
  if (!existsSync(place)) await install(release, home, place, progress);
  return {
    node: path.join(place, `node_modules/node-linux-${process.arch}/bin/node`),
    main: path.join(place, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

function releaseFromEnvironment(): ReleaseName {
  const wanted = process.env['VETHSCOPE_VSCODE'] ?? 'newest';
  if (wanted === 'newest' || wanted === 'floor') return wanted;
  const known = Object.keys(releases).join(' and ');
  throw new Error(`VETHSCOPE_VSCODE: there is no ${wanted}, only ${known}.`);
}

/** Names all that is in it, so that a cache of before is not taken for it. */
function placeOf({ codeServer, node, readyMade }: Release): string {
  const name = `code-server-${codeServer}-node-${node}`;
  if (readyMade === undefined) return name;
  return `${name}-pty-${readyMade.nodePty}-rg-${readyMade.ripgrep}`;
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
  try {
    const isReached = await answersRegistry(release, partial);
    const install = (cwd: string, args: readonly string[]) => npm(cwd, args, { isReached, place });
    const step = async (what: string, cwd: string, args: readonly string[]) => {
      progress(`VS Code server: ${what} …`);
      await install(cwd, args);
      progress(
        `VS Code server: ${what}: done after ${Math.round((Date.now() - started) / 1000)} s`,
      );
    };
    await writeFile(path.join(partial, 'package.json'), '{"private":true}\n');
    await step('1 of 3, downloading about 150 MB', partial, [
      `code-server@${release.codeServer}`,
      `node-linux-${process.arch}@${release.node}`,
    ]);
    const vscode = path.join(partial, 'node_modules/code-server/lib/vscode');
    await step('2 of 3, its libraries', vscode, ['--omit=dev']);
    await step('3 of 3, its built-in extensions', path.join(vscode, 'extensions'), ['--omit=dev']);
    if (release.readyMade !== undefined)
      await putReadyMade(release.readyMade, partial, vscode, install);
    for (const name of unused) await rm(path.join(vscode, name), { recursive: true, force: true });
    await rename(partial, place);
  } catch (error) {
    // Somebody else may have finished the same download meanwhile.
    if (!existsSync(place)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * Without these a terminal does not open and files are not found. node-pty speaks Node-API, so the later
 * release, which comes built for Linux, runs under any Node.
 */
async function putReadyMade(
  { nodePty, ripgrep }: NonNullable<Release['readyMade']>,
  partial: string,
  vscode: string,
  install: (cwd: string, args: readonly string[]) => Promise<void>,
): Promise<void> {
  const search = `@vscode/ripgrep-linux-${process.arch}`;
  await install(partial, [`node-pty@${nodePty}`, `${search}@${ripgrep}`]);
  const from = path.join(partial, 'node_modules');
  const to = path.join(vscode, 'node_modules');
  await rm(path.join(to, 'node-pty'), { recursive: true });
  await rename(path.join(from, 'node-pty'), path.join(to, 'node-pty'));
  await cp(path.join(from, search, 'bin'), path.join(to, '@vscode/ripgrep/bin'), {
    recursive: true,
  });
}

/**
 * Whether npm's registry gives the server. Asked for something small, with nothing in the cache to answer from:
 * without a network npm takes a quarter of an hour to give up a download.
 */
async function answersRegistry({ codeServer }: Release, partial: string): Promise<boolean> {
  const { code } = await runCommand(
    'npm',
    ['view', `code-server@${codeServer}`, 'version', '--cache', path.join(partial, 'cache')],
    { env: cleanEnvironment(), timeoutMs: registryLimitMs },
  );
  return code === 0;
}

/**
 * Install scripts stay off: what they compile is not used (kerberos, argon2), or does no more than write the
 * server's log files (spdlog) and end it when its parent died (native-watchdog). Without the registry it takes
 * what npm has in its cache.
 */
async function npm(
  cwd: string,
  args: readonly string[],
  { isReached, place }: { readonly isReached: boolean; readonly place: string },
): Promise<void> {
  const { code, output } = await runCommand(
    'npm',
    [
      ...['install', '--ignore-scripts', '--no-audit', '--no-fund'],
      ...[isReached ? '--fetch-timeout=60000' : '--offline', ...args],
    ],
    { cwd, env: cleanEnvironment(), timeoutMs: 900_000 },
  );
  if (code === 0) return;
  if (!isReached)
    throw new Error(
      `The VS Code server for the tests is not on this machine, and npm's registry did not answer within ${registryLimitMs / 1000} s. Run it again with a network, or copy ${place} from a machine that has it ($VETHSCOPE_CACHE may name another folder than ${path.dirname(place)}).`,
    );
  const lastLines = output.trim().split('\n').slice(-8).join('\n');
  throw new Error(
    `The VS Code server could not be downloaded (npm exit ${code ?? 'timeout'}):\n${lastLines}`,
  );
}
