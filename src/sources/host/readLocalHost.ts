import { stat } from 'node:fs/promises';
import type { Snapshot } from '../../model/snapshot';
import { mapLimited } from '../engine/mapLimited';
import { hostCommands, type HostCommandPart } from './hostCommands';
import { nothingRead, type HostFacts, type HostPart } from './hostFacts';
import { doWiresEndHere, isEngineHere } from './engineOnThisHost';
import { askForMore, gatherMissing, trulyMissing, type MissingFact } from './missingFact';
import { readPlainFile, readProcFile, readProxies } from './procFiles';
import { readLocalSandbox } from './readLocalSandbox';
import { readOutput } from './readOutput';
import { readSettings } from './readSettings';
import type { CommandRunner } from './runCommand';
import { runningContainers } from './runningContainers';

export interface LocalHost {
  readonly platform: NodeJS.Platform;
  readonly run: CommandRunner;
}

const sandboxesAtOnce = 4;

/**
 * Reads this machine as the user it runs as: what anybody may read, and as root the rules and the sandboxes
 * too. One process for each kind of fact, all at once. Changes nothing. @throws when cancelled
 */
export async function readLocalHost(
  snapshot: Snapshot,
  machine: LocalHost,
  signal: AbortSignal,
): Promise<HostFacts> {
  if (machine.platform !== 'linux') {
    return nothingRead({
      reason: 'notLinux',
      message: 'The containers’ kernel is not this machine’s.',
      nextStep: 'Read the host with the helper to see it.',
    });
  }
  const [{ host, missing }, sandboxes] = await Promise.all([
    readHostPart(machine.run, signal),
    mapLimited(runningContainers(snapshot), sandboxesAtOnce, async (container) => ({
      ...container,
      ...(await readLocalSandbox(container, machine.run, signal)),
    })),
  ]);
  const insides = sandboxes.map(({ part }) => part?.addr);
  const isHere = isEngineHere(snapshot, host.addr) && doWiresEndHere(host.addr, insides);
  if (host.addr !== undefined && !isHere) {
    return nothingRead({
      reason: 'elsewhere',
      message: 'The engine’s bridges are not those of this machine: its host is another one.',
      nextStep: 'Read the host with the helper to see it.',
    });
  }
  return {
    host,
    sandboxes: Object.fromEntries(
      sandboxes.flatMap(({ id, part }) => (part === undefined ? [] : [[id, part]])),
    ),
    missing: [...missing, ...gatherMissing(sandboxes)],
  };
}

async function readHostPart(
  run: CommandRunner,
  signal: AbortSignal,
): Promise<{ readonly host: HostPart; readonly missing: readonly MissingFact[] }> {
  const missing: MissingFact[] = [];
  const facts: Partial<Record<HostCommandPart | 'sysctl', unknown>> = {};
  const commands = hostCommands.map(async (command) => {
    if (command.onlyIf !== undefined && !(await saysSomething(command.onlyIf))) return;
    const result = readOutput(
      command,
      `host.${command.part}`,
      await run(command, signal),
      askForMore,
    );
    if (result.ok) facts[command.part] = result.value;
    else missing.push(result.missing);
  });
  const [resolvConf, proxies] = await Promise.all([
    readPlainFile('/etc/resolv.conf').then((text) => text ?? readProcFile('/etc/resolv.conf')),
    readProxies(),
    readSettings(run, 'host.sysctl', signal).then((settings) => {
      if (settings.text !== undefined) facts['sysctl'] = settings.text;
      missing.push(...settings.missing);
    }),
    ...commands,
  ]);
  if (proxies === undefined) missing.push(hiddenProcesses);
  return {
    host: { ...facts, resolvConf, proxies },
    missing: trulyMissing(missing, facts),
  };
}

const hiddenProcesses: MissingFact = {
  part: 'host.proxies',
  reason: 'notAllowed',
  message: 'The processes of this machine are hidden.',
  nextStep: askForMore,
};

async function saysSomething(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch {
    // Not there: the kernel does not have what the program would read.
    return false;
  }
  return ((await readProcFile(path)) ?? '').trim() !== '';
}
