import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ParsedFiles } from '../../src/compose/parsedFiles';
import { readComposeProject } from '../../src/compose/readComposeProject';
import { planTopology } from '../../src/topology/planTopology';
import { findDockerCompose } from '../support/engine/dockerCompose';

/**
 * What resolving a project costs: against `docker compose config` of the same file in the same run, and
 * as growth with the number of services.
 */

const repeats = 7;

/** Services that use most of what concerns networking, with anchors, defaults and dependencies. */
function projectOf(services: number): string {
  const lines = [
    'x-common: &common',
    '  image: ${REGISTRY:-registry.test}/app:${TAG:-latest}',
    '  dns: [9.9.9.9]',
    '  restart: unless-stopped',
    'services:',
  ];
  for (let index = 0; index < services; index += 1) {
    lines.push(
      `  service-${index}:`,
      '    <<: *common',
      `    hostname: host-${index}`,
      `    ports: ['${20_000 + index}:80', '127.0.0.1:${30_000 + index}:443/tcp']`,
      `    environment: { INDEX: '${index}', PEER: 'service-${index + 1}' }`,
      ...(index === 0 ? [] : [`    depends_on: [service-${Math.floor(index / 2)}]`]),
      '    networks:',
      `      net-${index % 10}: { aliases: [alias-${index}, 'web-${index % 7}'] }`,
      '      shared:',
    );
  }
  lines.push('networks:', '  shared:');
  for (let index = 0; index < 10; index += 1) {
    lines.push(
      `  net-${index}:`,
      '    ipam:',
      `      config: [{ subnet: 10.${index}.0.0/16, ip_range: 10.${index}.4.0/22 }]`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function median(job: () => unknown): Promise<number> {
  // The compiler of the runtime has then seen the code, as in an editor that is open.
  for (let index = 0; index < repeats; index += 1) await job();
  const times: number[] = [];
  for (let index = 0; index < repeats; index += 1) times.push(await timed(job));
  return middle(times);
}

async function timed(job: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await job();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const folder = mkdtempSync(path.join(tmpdir(), 'vsb-'));
const file = path.join(folder, 'compose.yaml');

function readText(text: string, parsed?: ParsedFiles) {
  return readComposeProject(
    { workingDirectory: folder, environment: {} },
    { readFile: (asked) => Promise.resolve(asked === file ? text : undefined) },
    parsed,
  );
}

function tell(what: string, value: number, limit: number): void {
  const verdict = value <= limit ? 'within' : 'BEYOND';
  console.log(`${what.padEnd(62)} ${value.toFixed(2).padStart(6)}  ${verdict} ${limit}`);
  if (value > limit) process.exitCode = 1;
}

async function main(): Promise<void> {
  const hundred = projectOf(100);
  const thousand = projectOf(1000);
  const resolved = await readText(hundred);
  if (resolved.problems.length > 0 || resolved.project === undefined) {
    throw new Error(resolved.problems[0]?.message ?? 'no project');
  }
  const { project } = resolved;
  const small = await median(() => readText(hundred));
  const large = await median(() => readText(thousand));
  const large1000 = (await readText(thousand)).project;
  const kept = new ParsedFiles();
  const again = await median(() => readText(hundred, kept));
  const planned = await median(() => planTopology(project, {}));
  const plannedLarge = await median(() => large1000 && planTopology(large1000, {}));
  console.log('Compose projects: times as ratios, with their limits');
  tell('resolving 1,000 services, times that of 100', large / small, 12);
  tell('planning 1,000 services, times that of 100', plannedLarge / planned, 15);
  tell('planning 100 services, times resolving them', planned / small, 1);
  tell('resolving 100 services again with the file unchanged, of the first', again / small, 1);
  const compose = await findDockerCompose();
  if (compose === undefined) {
    console.log('docker compose 2 or later is missing: resolving was not compared with it');
    return;
  }
  writeFileSync(file, hundred);
  const config = () =>
    execFileSync(compose.command, ['-f', file, 'config', '--format', 'json'], {
      maxBuffer: 64 << 20,
      env: { PATH: process.env['PATH'], HOME: folder, DOCKER_HOST: 'unix:///nonexistent.sock' },
    });
  // By turns, so that whatever else the machine does slows both.
  const pairs: { readonly ours: number; readonly theirs: number }[] = [];
  for (let index = 0; index < repeats; index += 1) {
    pairs.push({ ours: await timed(() => readText(hundred)), theirs: await timed(config) });
  }
  const ratio = middle(pairs.map(({ ours, theirs }) => ours / theirs));
  tell(`resolving 100 services, of docker compose ${compose.version} config`, ratio, 0.5);
}

void main().finally(() => rmSync(folder, { recursive: true, force: true }));
