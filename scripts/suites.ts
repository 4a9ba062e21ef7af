import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import http from 'node:http';
import { findChromium } from '../test/support/browser';
import { enginesUnderTest } from '../test/support/engine/enginesUnderTest';
import { findDockerCompose } from '../test/support/engine/dockerCompose';
import { SshServer } from '../test/support/engine/sshServer';
import { provisionServer } from './vscodeServer/provisionServer';
import type { ReleaseName } from './vscodeServer/provisionServer';

/** Why a suite cannot run here, and what to do about it. */
export interface Missing {
  readonly why: string;
  readonly enable: string;
}

export interface Suite {
  readonly name: string;
  /** What it needs; the first one missing skips the suite. */
  readonly needs: readonly Need[];
  /** What some of its tests need and skip themselves without. */
  readonly wants?: readonly Need[];
  /**
   * One command is one step: mocha ones report their tests, the others count as one test each. They run at once.
   */
  readonly steps: readonly Step[];
  readonly limitMinutes: number;
  /**
   * Runs at the same time as the one before: both wait more than they compute, and share nothing. `samples`: not
   * when full counts are run.
   */
  readonly besideThePrevious?: 'always' | 'samples';
}

export interface Step {
  readonly npmScript: string;
  readonly reports: boolean;
}

export type Need =
  | 'chromium'
  | 'vscode'
  | 'vscode-floor'
  | 'engine'
  | 'busybox'
  | 'compose'
  | 'namespaces'
  | 'sshd'
  | 'dockerd';

const mocha = (npmScript: string): readonly Step[] => [{ npmScript, reports: true }];
const plain = (npmScript: string): Step => ({ npmScript, reports: false });

/** In the order they run: the quick ones that fail most often come first. */
export const suites: readonly Suite[] = [
  {
    name: 'static',
    needs: [],
    steps: [plain('check-types'), plain('lint'), plain('format:check')],
    limitMinutes: 4,
  },
  { name: 'unit', needs: [], steps: mocha('test:unit'), limitMinutes: 4 },
  { name: 'arch', needs: [], steps: mocha('test:arch'), limitMinutes: 2 },
  { name: 'manifest', needs: [], steps: mocha('test:manifest'), limitMinutes: 1 },
  { name: 'faults', needs: [], steps: mocha('test:faults'), limitMinutes: 10 },
  { name: 'page', needs: ['chromium'], steps: mocha('test:page'), limitMinutes: 5 },
  { name: 'kernel', needs: ['namespaces'], steps: mocha('test:kernel'), limitMinutes: 12 },
  {
    name: 'engine',
    needs: ['engine', 'busybox'],
    wants: ['sshd'],
    steps: mocha('test:engine'),
    limitMinutes: 5,
    besideThePrevious: 'always',
  },
  {
    name: 'vscode-floor',
    needs: ['chromium', 'vscode-floor'],
    wants: ['engine', 'busybox', 'compose'],
    steps: mocha('test:vscode-floor'),
    limitMinutes: 31,
    besideThePrevious: 'samples',
  },
  {
    name: 'own-engine',
    needs: ['dockerd', 'busybox'],
    steps: mocha('test:own-engine'),
    limitMinutes: 12,
  },
  {
    name: 'compose',
    needs: ['engine', 'busybox', 'compose'],
    steps: mocha('test:compose'),
    limitMinutes: 5,
    besideThePrevious: 'always',
  },
  {
    name: 'vscode',
    needs: ['chromium', 'vscode'],
    wants: ['engine', 'busybox', 'compose', 'dockerd'],
    steps: mocha('test:vscode'),
    limitMinutes: 31,
  },
  {
    name: 'ui-offline',
    needs: ['chromium', 'vscode'],
    steps: mocha('test:ui-offline'),
    limitMinutes: 8,
    besideThePrevious: 'always',
  },
  {
    name: 'ui',
    needs: ['chromium', 'vscode'],
    wants: ['engine', 'busybox'],
    steps: mocha('test:ui'),
    limitMinutes: 8,
  },
];

/** What no machine without a desktop can run; listed, never counted. */
export const byHand = [
  {
    name: 'electron',
    why: 'needs a desktop and downloads VS Code',
    enable: 'npm run test:electron',
  },
] as const;

const checks: Readonly<Record<Need, () => Promise<Missing | undefined>>> = {
  chromium: () =>
    Promise.resolve(
      findChromium() === undefined
        ? { why: 'no Chromium', enable: 'install chromium, or set VETHSCOPE_CHROMIUM' }
        : undefined,
    ),
  vscode: () => whyNoVscode(),
  'vscode-floor': () => whyNoVscode('floor'),
  engine: async () => {
    for (const { host } of enginesUnderTest()) {
      const why = await whyNoEngine(host);
      if (why === undefined) continue;
      return { why, enable: 'start Docker, or point DOCKER_HOST at an engine' };
    }
    return undefined;
  },
  compose: async () =>
    (await findDockerCompose()) === undefined
      ? {
          why: 'no docker compose 2 or later',
          enable: 'install docker-compose-plugin, or set VETHSCOPE_DOCKER_COMPOSE',
        }
      : undefined,
  sshd: () =>
    Promise.resolve(
      SshServer.find() === undefined
        ? { why: 'no sshd for engines behind ssh', enable: 'install openssh-server' }
        : undefined,
    ),
  namespaces: () => Promise.resolve(whyNoNamespaces()),
  dockerd: () =>
    Promise.resolve(
      spawnSync('dockerd', ['--version']).error === undefined
        ? whyNoNamespaces()
        : { why: 'no dockerd to start and to kill', enable: 'install docker.io' },
    ),
  busybox: () =>
    Promise.resolve(
      ['/bin/busybox', '/usr/bin/busybox'].some((file) => existsSync(file))
        ? undefined
        : { why: 'no busybox to make images of', enable: 'install busybox-static' },
    ),
};

const answers = new Map<Need, Promise<Missing | undefined>>();

/** The first thing a suite needs that is not here. Asked once per need. */
export async function findMissing(needs: readonly Need[]): Promise<Missing | undefined> {
  for (const need of needs) {
    const answer = answers.get(need) ?? checks[need]();
    answers.set(need, answer);
    const missing = await answer;
    if (missing !== undefined) return missing;
  }
  return undefined;
}

/** Downloads it unless it is there. */
async function whyNoVscode(release?: ReleaseName): Promise<Missing | undefined> {
  try {
    await provisionServer((line) => {
      console.log(line);
    }, release);
    return undefined;
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { why, enable: 'Linux x64 or arm64, and the npm registry once' };
  }
}

/** Network namespaces with rules of their own take root, ip(8), bridge(8), ss(8), sysctl(8) and iptables(8). */
function whyNoNamespaces(): Missing | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return { why: 'not root on Linux', enable: 'run the tests as root, or in a container' };
  }
  for (const command of ['ip', 'bridge', 'ss', 'sysctl', 'iptables-restore', 'iptables-save']) {
    if (spawnSync(command, ['--version']).error !== undefined) {
      return { why: `no ${command}`, enable: 'install iproute2, iptables and procps' };
    }
  }
  const name = `vethscope-try-${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (made.status !== 0) {
    return { why: `no namespaces: ${made.stderr.trim()}`, enable: 'run with CAP_SYS_ADMIN' };
  }
  spawnSync('ip', ['netns', 'delete', name]);
  return undefined;
}

/** Asks the engine for `GET /_ping`; over TLS and ssh the suite itself finds out. */
function whyNoEngine(host: string): Promise<string | undefined> {
  const options = pingOptions(host);
  if (options === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const request = http.get({ ...options, path: '/_ping', timeout: 5_000 }, (response) => {
      response.resume();
      resolve(
        response.statusCode === 200 ? undefined : `the engine answers ${response.statusCode}`,
      );
    });
    request.once('timeout', () => request.destroy(new Error('no answer in 5 s')));
    request.once('error', (error: NodeJS.ErrnoException) => {
      resolve(`no Docker engine at ${host} (${error.code ?? error.message})`);
    });
  });
}

function pingOptions(host: string): http.RequestOptions | undefined {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  if (!host.startsWith('tcp://') || process.env['DOCKER_TLS_VERIFY'] !== undefined)
    return undefined;
  const { hostname, port } = new URL(host);
  return { hostname, port: port === '' ? '2375' : port };
}
