import { sandboxCommands, type SandboxCommandPart } from './hostCommands';
import type { SandboxPart } from './hostFacts';
import { askForMore, type MissingFact } from './missingFact';
import { belongsTo, networkNamespace, readContainerFile, readSockets } from './procFiles';
import { readSettings } from './readSettings';
import type { RunningContainer } from './runningContainers';
import { readOutput } from './readOutput';
import type { CommandRunner } from './runCommand';

export interface SandboxReading {
  /** Absent when nothing could be read. */
  readonly part?: SandboxPart;
  readonly missing: readonly MissingFact[];
}

/**
 * One container's sandbox through its first process (nsenter(1), proc(5)). Anybody may see its sockets; the
 * rest takes the right to look into the process.
 */
export async function readLocalSandbox(
  container: RunningContainer,
  run: CommandRunner,
  signal: AbortSignal,
): Promise<SandboxReading> {
  const { pid } = container;
  if (pid <= 0 || !(await belongsTo(pid, container.id))) return { missing: [notHere] };
  const [netns, hosts, resolvConf, hostname, procNet] = await Promise.all([
    networkNamespace(pid),
    readContainerFile(pid, 'hosts'),
    readContainerFile(pid, 'resolv.conf'),
    readContainerFile(pid, 'hostname'),
    readSockets(pid),
  ]);
  const files = {
    ...(hosts === undefined ? {} : { hosts }),
    ...(resolvConf === undefined ? {} : { resolvConf }),
    ...(hostname === undefined ? {} : { hostname: hostname.trim() }),
  };
  const part = {
    ...(netns === undefined ? {} : { netns }),
    ...(procNet === undefined ? {} : { procNet }),
    ...files,
  };
  if (netns === undefined) return { part, missing: [notAllowed] };
  const missing: MissingFact[] = ['hosts', 'resolvConf']
    .filter((name) => !(name in files))
    .map(unreadFile);
  // Its interfaces and rules are the host's, which are read for themselves.
  if (container.onHost) return { part, missing };
  const facts: Partial<Record<SandboxCommandPart, unknown>> = {};
  const inside: CommandRunner = ({ program, args }, cancel) =>
    run(
      { program: 'nsenter', args: [`--net=/proc/${pid}/ns/net`, '--', program, ...args] },
      cancel,
    );
  const settings = await Promise.all([
    readSettings(inside, 'sandboxes.sysctl', signal),
    ...sandboxCommands.map(async (command) => {
      const output = await inside(command, signal);
      const result = readOutput(command, `sandboxes.${command.part}`, output, askForMore);
      if (result.ok) facts[command.part] = result.value;
      else missing.push(result.missing);
    }),
  ]);
  missing.push(...settings[0].missing);
  // Should the process have ended meanwhile, its number may be another one's.
  if ((await networkNamespace(pid)) !== netns) return { missing: [notHere] };
  return {
    part: { ...part, ...facts, sysctl: settings[0].text },
    missing: missing.sort((a, b) => (a.part < b.part ? -1 : 1)),
  };
}

const notHere: MissingFact = {
  part: 'sandboxes',
  reason: 'gone',
  message: 'its process is not on this machine, or ended meanwhile.',
  nextStep: 'Refresh, or read the host with the helper.',
};

const notAllowed: MissingFact = {
  part: 'sandboxes',
  reason: 'notAllowed',
  message: 'this user may not look into its network namespace.',
  nextStep: askForMore,
};

function unreadFile(part: string): MissingFact {
  return {
    part: `sandboxes.${part}`,
    reason: 'failed',
    message: 'the file is not there, or is a link that is not followed.',
    nextStep: 'Read the host with the helper to see it.',
  };
}
