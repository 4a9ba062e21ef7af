import { randomBytes } from 'node:crypto';
import type { Snapshot } from '../../model/snapshot';
import type { Engine, HelperOutput } from '../engine/engine';
import { EngineError } from '../engine/engineError';
import { mapLimited } from '../engine/mapLimited';
import {
  helperCapabilities,
  helperCommands,
  helperFiles,
  helperScript,
  readSections,
  type HelperKind,
} from './helperScript';
import { nothingRead, type HostFacts, type HostPart, type SandboxPart } from './hostFacts';
import { gatherMissing, trulyMissing, type MissingFact } from './missingFact';
import { waitingSockets } from './procFiles';
import { readOutput } from './readOutput';
import { commandLimits, type CommandResult } from './runCommand';
import { runningContainers, type RunningContainer } from './runningContainers';
import { sysctlText } from './sysctlText';

/** The engine as far as a probe needs it. */
export type ProbedEngine = Pick<Engine, 'findImage' | 'runHelper'>;

const sandboxesAtOnce = 4;

/** What a helper's refusals leave to do. */
const byHand = 'Read the host on its own machine, as root, to see it.';

/**
 * Reads the engine's host and its sandboxes through short-lived containers (helperScript.ts). The caller has the
 * user's consent. @throws when cancelled
 */
export async function readByHelper(
  snapshot: Snapshot,
  engine: ProbedEngine,
  imageName: string,
  signal: AbortSignal,
): Promise<HostFacts> {
  try {
    const image = await engine.findImage(imageName, signal);
    if (image === undefined) return nothingRead(noImage(imageName));
    return await readWithImage(snapshot, engine, image, signal);
  } catch (error) {
    return nothingRead(helperFailed(error));
  }
}

/** There is no such image, and none is pulled. */
export function noImage(name: string): Omit<MissingFact, 'part'> {
  return {
    reason: 'noImage',
    message: `The engine has no image ${name} for the helper, and none is pulled.`,
    nextStep: 'Build it as docs/helper-image.md says, or name another one.',
  };
}

/** With an image that was consented to, by its id. @throws when cancelled */
export async function readWithImage(
  snapshot: Snapshot,
  engine: ProbedEngine,
  image: string,
  signal: AbortSignal,
): Promise<HostFacts> {
  const run = randomBytes(8).toString('hex');
  const probe = { engine, image, run, signal };
  const [host, sandboxes] = await Promise.all([
    readHostPart(probe),
    mapLimited(runningContainers(snapshot), sandboxesAtOnce, async (container) => ({
      ...container,
      ...(await readSandboxPart(probe, container)),
    })),
  ]);
  return {
    ...(host.part === undefined ? {} : { host: host.part }),
    sandboxes: Object.fromEntries(
      sandboxes.flatMap(({ id, part }) => (part === undefined ? [] : [[id, part]])),
    ),
    missing: [...host.missing, ...gatherMissing(sandboxes)],
  };
}

interface Probe {
  readonly engine: ProbedEngine;
  readonly image: string;
  readonly run: string;
  readonly signal: AbortSignal;
}

async function readHostPart(
  probe: Probe,
): Promise<{ readonly part?: HostPart; readonly missing: readonly MissingFact[] }> {
  const read = await readKind(probe, 'host', 'host');
  if (read.facts === undefined) return { missing: read.missing };
  return {
    part: read.facts,
    missing: [
      ...read.missing,
      {
        part: 'host.proxies',
        reason: 'limits',
        message: 'The helper sees no processes of the host.',
        nextStep: byHand,
      },
    ],
  };
}

async function readSandboxPart(
  probe: Probe,
  container: RunningContainer,
): Promise<{ readonly part?: SandboxPart; readonly missing: readonly MissingFact[] }> {
  const read = await readKind(probe, 'sandbox', `container:${container.id}`);
  if (read.facts === undefined) return { missing: read.missing };
  const { tcp, tcp6, udp, udp6, hostname, netns, hosts, resolvConf, ...facts } = read.facts;
  const procNet = waitingSockets({ tcp, tcp6, udp, udp6 } as Record<string, string | undefined>);
  return {
    part: {
      // Its interfaces and routes are the host's, which are read for themselves.
      ...(container.onHost ? {} : facts),
      hosts,
      resolvConf,
      ...(procNet === undefined ? {} : { procNet }),
      ...(typeof hostname === 'string' ? { hostname: hostname.trim() } : {}),
      ...(typeof netns === 'string' ? { netns: netns.trim() } : {}),
    },
    missing: container.onHost ? [] : [...read.missing, noSandboxRules],
  };
}

const noSandboxRules: MissingFact = {
  part: 'sandboxes.iptables',
  reason: 'limits',
  message: 'the helper of a sandbox has no right to read its rules.',
  nextStep: byHand,
};

/** @throws when cancelled */
async function readKind(
  { engine, image, run, signal }: Probe,
  kind: HelperKind,
  network: string,
): Promise<{
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly missing: readonly MissingFact[];
}> {
  const mark = randomBytes(16).toString('hex');
  const inSnapshot = kind === 'host' ? 'host' : 'sandboxes';
  let output: HelperOutput;
  try {
    output = await engine.runHelper(
      {
        image,
        network,
        capabilities: helperCapabilities[kind],
        script: helperScript(kind),
        args: [mark],
        run,
        ...commandLimits,
      },
      signal,
    );
  } catch (error) {
    return { missing: [{ part: inSnapshot, ...helperFailed(error) }] };
  }
  const sections = readSections(output.stdout, mark);
  if (sections.size === 0) {
    return { missing: [{ part: inSnapshot, ...silentHelper(output) }] };
  }
  const facts: Record<string, unknown> = {};
  const missing: MissingFact[] = [];
  const unread: CommandResult = unfinished(output);
  for (const command of helperCommands[kind]) {
    const result = sections.get(command.part);
    if (result === undefined && command.onlyIf !== undefined && output.end === 'exited') continue;
    const read = readOutput(command, `${inSnapshot}.${command.part}`, result ?? unread, byHand);
    if (read.ok) facts[command.part] = read.value;
    else missing.push(read.missing);
  }
  for (const part of [...Object.keys(helperFiles[kind]), 'sysctl']) {
    const result = sections.get(part);
    // IPv6 can be off in the kernel, and with it its socket tables.
    if (result?.kind === 'exited' && result.code === 0) {
      facts[part] = settled(part, result.stdout, output.id);
    }
  }
  return { facts, missing: trulyMissing(missing, facts) };
}

function settled(part: string, printed: string, helper: string): string {
  switch (part) {
    case 'sysctl':
      return sysctlText(printed);
    case 'hosts':
      return withoutHelper(printed, helper);
    default:
      return printed;
  }
}

/** Podman writes a line for each container into the hosts file that it shares with another one. */
function withoutHelper(hosts: string, helper: string): string {
  const shortId = helper.slice(0, 12);
  return hosts
    .split('\n')
    .filter((line) => !line.split(/\s+/).includes(shortId))
    .join('\n');
}

/** What became of a program whose end the output does not hold. */
function unfinished({ end }: HelperOutput): CommandResult {
  switch (end) {
    case 'timeout':
      return { kind: 'timeout', afterMs: commandLimits.timeoutMs };
    case 'tooMuch':
      return { kind: 'tooMuch', bytes: commandLimits.largestBytes };
    case 'exited':
      return { kind: 'failed', detail: 'the helper ended before it' };
  }
}

function silentHelper({ end, stderr }: HelperOutput): Omit<MissingFact, 'part'> {
  const said =
    stderr
      .trim()
      .split('\n', 1)[0]
      ?.replace(/\p{Cc}/gu, ' ')
      .slice(0, 200) ?? '';
  return end === 'timeout'
    ? {
        reason: 'timeout',
        message: `The helper did not answer within ${commandLimits.timeoutMs / 1000} s and was killed.`,
        nextStep: 'Refresh to try again, or try another helper image.',
      }
    : {
        reason: 'helperFailed',
        message: `The helper said nothing${said === '' ? '' : `: ${said}`}.`,
        nextStep: 'Use an image with /bin/sh and iproute2, as docs/helper-image.md says.',
      };
}

/** @throws when cancelled */
function helperFailed(error: unknown): Omit<MissingFact, 'part'> {
  if (!(error instanceof EngineError) || error.reason === 'cancelled') throw error;
  return {
    reason: 'helperFailed',
    message: `The helper could not be run: ${error.message}`,
    nextStep: error.nextStep,
  };
}
