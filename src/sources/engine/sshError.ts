import type { SshAddress } from './engineEndpoint';
import { EngineError, type EngineErrorReason } from './engineError';

interface SshFault {
  readonly pattern: RegExp;
  readonly reason: EngineErrorReason;
  readonly sentence: (host: string) => string;
  /** @param login what `ssh` is told to get there */
  readonly nextStep: (login: string) => string;
}

/** What OpenSSH, a shell and docker complain of, in the order they are tried. */
const sshFaults: readonly SshFault[] = [
  {
    pattern: /HOST IDENTIFICATION HAS CHANGED/,
    reason: 'hostKeyChanged',
    sentence: (host) => `The host key of ${host} is another one than the one that is known.`,
    nextStep: (login) =>
      `Find out why it changed; if it may, run \`ssh ${login}\` and remove the old one with the ssh-keygen -R line that it prints.`,
  },
  {
    pattern: /Host key verification failed|No \S+ host key is known for/,
    reason: 'hostKeyUnknown',
    sentence: (host) => `The host key of ${host} is not known on this machine.`,
    nextStep: (login) =>
      `Run \`ssh ${login}\` once in a terminal, compare the fingerprint, accept it.`,
  },
  {
    pattern: /Permission denied \(|Too many authentication failures/,
    reason: 'sshRefused',
    sentence: (host) => `${host} does not let you in: it accepts no key of yours.`,
    nextStep: (login) =>
      `Give the agent your key with \`ssh-add\` until \`ssh ${login}\` asks nothing.`,
  },
  {
    pattern: /permission denied while trying to connect|dial unix .*permission denied/i,
    reason: 'permission',
    sentence: (host) => `On ${host} you may not open the socket of the engine.`,
    nextStep: () => 'Run `sudo usermod -aG docker $USER` there, then try again.',
  },
  {
    pattern: /\bdocker: (?:command )?not found|\bdocker: No such file/i,
    reason: 'noEngine',
    sentence: (host) =>
      `There is no docker command on ${host}, which ssh needs to reach the engine.`,
    nextStep: () => 'Install Docker’s command line there, or put it on the PATH of your login.',
  },
  {
    pattern: /is not a docker command|unknown command.*dial-stdio/,
    reason: 'apiTooOld',
    sentence: (host) => `The docker command on ${host} is too old to be reached over ssh.`,
    nextStep: () => 'Update it to Docker 18.09 or later.',
  },
  {
    pattern: /Cannot connect to the Docker daemon|failed to open the raw stream|dial unix/,
    reason: 'noEngine',
    sentence: (host) => `${host} is there, but no engine runs on it.`,
    nextStep: () => 'Start the engine there (for Docker: `sudo systemctl start docker`).',
  },
  {
    pattern: /Could not resolve hostname/,
    reason: 'noEngine',
    sentence: (host) => `Nobody knows a host named ${host}.`,
    nextStep: () => 'Check the name, and the `Host` entries of ~/.ssh/config.',
  },
  {
    pattern: /Connection refused/,
    reason: 'noEngine',
    sentence: (host) => `${host} refuses ssh connections.`,
    nextStep: () => 'Check the port, and whether an ssh server runs there.',
  },
  {
    pattern: /timed out|No route to host|Network is unreachable/,
    reason: 'noEngine',
    sentence: (host) => `${host} cannot be reached with ssh.`,
    nextStep: () => 'Check the network, and whether the machine runs.',
  },
  {
    pattern: /Bad owner or permissions|[Bb]ad configuration option|UNPROTECTED PRIVATE KEY/,
    reason: 'sshRefused',
    sentence: () => 'ssh does not accept its own configuration or a key.',
    nextStep: (login) => `Correct what \`ssh ${login}\` complains of.`,
  },
];

/** The error for an ssh program that ended before an engine answered. @param code its exit code */
export function sshError(
  { host, user, port }: Pick<SshAddress, 'host' | 'user' | 'port'>,
  code: number | null,
  complaint: string,
): EngineError {
  const detail = `ssh ended with ${code ?? 'a signal'}: ${complaint.trim()}`;
  const who = user === undefined ? host : `${user}@${host}`;
  const login = port === undefined ? who : `-p ${port} ${who}`;
  const fault = sshFaults.find(({ pattern }) => pattern.test(complaint));
  if (fault !== undefined) {
    return new EngineError(fault.reason, fault.sentence(host), fault.nextStep(login), detail);
  }
  return new EngineError(
    'noEngine',
    `The ssh connection to ${host} ended before an engine answered.`,
    `Try \`ssh ${login} docker version\` in a terminal.`,
    detail,
  );
}

/** For a program that could not even be started. */
export function sshProgramError(error: Error): EngineError {
  return new EngineError(
    'sshMissing',
    'There is no ssh program on the PATH.',
    'Install the OpenSSH client.',
    error.message,
  );
}
