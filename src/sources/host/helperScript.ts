import { hostCommands, sandboxCommands, sysctlPaths, type FactCommand } from './hostCommands';
import type { CommandResult } from './runCommand';

/** The two kinds of helper containers. */
export type HelperKind = 'host' | 'sandbox';

/** Rights a kind keeps; all others are dropped. Reading rules takes NET_ADMIN (nfnetlink), the rest nothing. */
export const helperCapabilities: Readonly<Record<HelperKind, readonly string[]>> = {
  host: ['NET_ADMIN'],
  sandbox: [],
};

/** What a kind runs, in this order. */
export const helperCommands: Readonly<Record<HelperKind, readonly FactCommand[]>> = {
  host: hostCommands,
  // Without NET_ADMIN the rules of a sandbox cannot be read.
  sandbox: [
    ...sandboxCommands.filter(({ format }) => format !== 'rules'),
    text('netns', 'readlink', '/proc/self/ns/net'),
  ],
};

/** Files a kind prints. */
export const helperFiles: Readonly<Record<HelperKind, Readonly<Record<string, string>>>> = {
  // The engine gives a container in the host's namespace the host's own file.
  host: { resolvConf: '/etc/resolv.conf' },
  sandbox: {
    hosts: '/etc/hosts',
    resolvConf: '/etc/resolv.conf',
    hostname: '/etc/hostname',
    tcp: '/proc/net/tcp',
    tcp6: '/proc/net/tcp6',
    udp: '/proc/net/udp',
    udp6: '/proc/net/udp6',
  },
};

/**
 * Runs a program by its absolute path (some shells put tools of their own before the PATH) and frames what it
 * prints by lines that begin with the mark, `$1`, which nobody else knows.
 */
const preamble = `mark=$1
run() {
  part=$1; program=$2; shift 2
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
    if [ -x "$folder/$program" ]; then
      printf '%s begin %s\\n' "$mark" "$part"
      { said=$("$folder/$program" "$@" 2>&1 >&3); code=$?; } 3>&1
      printf '\\n%s said %s\\n%s\\n%s end\\n' "$mark" "$code" "$said" "$mark"
      return
    fi
  done
  printf '%s none %s\\n' "$mark" "$part"
}
settings() {
  # A shell reads one byte at a time, of which such a file gives but the first; all these values have one.
  printf '%s begin sysctl\\n' "$mark"
  for file in ${sysctlPaths.join(' ')}; do
    value=
    [ -r "$file" ] && read -r value < "$file"
    if [ -n "$value" ]; then printf '%s:%s\\n' "$file" "$value"; fi
  done
  printf '\\n%s said 0\\n\\n%s end\\n' "$mark" "$mark"
}
`;

/** Constant for each kind: nothing of the user's or of a container's gets into it. */
export function helperScript(kind: HelperKind): string {
  return [
    preamble,
    ...helperCommands[kind].map(({ part, program, args, onlyIf }) => {
      const call = ['run', part, program, ...args].join(' ');
      return onlyIf === undefined ? `${call}\n` : `if ${test(onlyIf)}; then ${call}; fi\n`;
    }),
    ...Object.entries(helperFiles[kind]).map(([part, path]) => `run ${part} cat ${path}\n`),
    'settings\n',
  ].join('');
}

/** A folder that is there, or a file that says something (those of /proc have no size). */
function test(path: string): string {
  return path.startsWith('/sys/') ? `[ -d ${path} ]` : `read -r _ < ${path}`;
}

/** What the programs printed, by part; one whose end did not come is not among them. */
export function readSections(stdout: string, mark: string): ReadonlyMap<string, CommandResult> {
  const results = new Map<string, CommandResult>();
  for (const piece of stdout.split(`${mark} `)) {
    const [, none] = /^none (\w+)\n/.exec(piece) ?? [];
    if (none !== undefined) results.set(none, { kind: 'notFound' });
  }
  const sections = new RegExp(
    `^${mark} begin (\\w+)\\n([^]*?)\\n${mark} said (\\d+)\\n([^]*?)\\n${mark} end$`,
    'gm',
  );
  for (const [, part = '', printed = '', code, said = ''] of stdout.matchAll(sections)) {
    results.set(part, { kind: 'exited', code: Number(code), stdout: printed, stderr: said });
  }
  return results;
}

function text(part: string, program: string, ...args: readonly string[]): FactCommand {
  return { part, program, args, format: 'text' };
}
