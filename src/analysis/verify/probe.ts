import { addressFamily } from '../../model/address';
import type { TraceQuestion, Verdict } from '../trace/traceAnswer';

/** What trying a connection showed. */
export type Observed = 'open' | 'refused' | 'silent' | 'unreachable' | 'no-tool' | 'unclear';

/** Seconds that a try may take; the engine’s proxies answer within one. */
const patience = 3;

/**
 * The command that tries a question from inside its source, with whatever the image has: bash, nc, wget or python3 for
 * TCP, ping for ICMP. `undefined` for what no such tool can tell (UDP without an answer looks like silence).
 */
export function probeCommand({ to, port, proto }: TraceQuestion): readonly string[] | undefined {
  // Addresses only: nothing in the script is foreign text.
  if (addressFamily(to) === undefined) return undefined;
  if (proto === 'icmp') {
    const ping = `if command -v ping >/dev/null 2>&1; then ping -c 1 -W ${patience} ${to} 2>&1; echo "tried ping $?"; else echo "tried none 0"; fi`;
    return ['/bin/sh', '-c', ping];
  }
  if (proto !== 'tcp' || port === undefined) return undefined;
  const url = to.includes(':') ? `[${to}]` : to;
  const has = (tool: string) => `command -v ${tool} >/dev/null 2>&1`;
  const ncKnows = (options: string) =>
    `case "$(nc -h 2>&1 </dev/null)" in ${options}) true;; *) false;; esac`;
  const tries: readonly (readonly [tool: string, condition: string, line: string])[] = [
    ['bash', has('bash'), `timeout ${patience} bash -c 'exec 3<>/dev/tcp/${to}/${port}' 2>&1`],
    [
      'python3',
      has('python3'),
      `python3 -c 'import socket; socket.create_connection(("${to}", ${port}), ${patience})' 2>&1`,
    ],
    ['nc', ncKnows('*-z*|*Zz*'), `nc -z -w ${patience} ${to} ${port} 2>&1 </dev/null`],
    // Some builds of busybox have no -z, and run a program once they are connected.
    ['nc', ncKnows(`*BusyBox*'-e PROG'*`), `nc -w ${patience} ${to} ${port} -e true 2>&1`],
    ['wget', has('wget'), `wget -T ${patience} -O /dev/null http://${url}:${port}/ 2>&1`],
  ];
  const script = tries
    .map(
      ([tool, condition, line], place) =>
        `${place === 0 ? 'if' : 'elif'} ${condition}; then ${line}; echo "tried ${tool} $?"`,
    )
    .join('; ');
  return ['/bin/sh', '-c', `${script}; else echo "tried none 0"; fi`];
}

/** What the command's output says. */
export function readProbe(output: string): { readonly tool: string; readonly observed: Observed } {
  const match = /tried (\w+) (\d+)\s*$/.exec(output);
  const [, tool = '', code = ''] = match ?? [];
  if (match === null) return { tool, observed: 'unclear' };
  if (tool === 'none') return { tool, observed: 'no-tool' };
  if (code === '0') return { tool, observed: 'open' };
  if (/refused/i.test(output)) return { tool, observed: 'refused' };
  if (/unreachable|no route/i.test(output)) return { tool, observed: 'unreachable' };
  // wget got an answer that is no page it likes: somebody is there.
  if (
    tool === 'wget' &&
    /HTTP\/|server returned|connected|bad header|error getting response/i.test(output)
  ) {
    return { tool, observed: 'open' };
  }
  const timedOut = code === '124' || code === '143' || /timed? ?out|100% packet loss/i.test(output);
  return { tool, observed: timedOut ? 'silent' : 'unclear' };
}

/** Whether it is what was predicted; `undefined` where one of the two says too little. */
export function agrees(verdict: Verdict, observed: Observed): boolean | undefined {
  if (observed === 'no-tool' || observed === 'unclear') return undefined;
  switch (verdict) {
    case 'delivered':
    case 'accepted-by-proxy':
      return observed === 'open';
    case 'arrives':
      // Nobody need listen where it arrives.
      return observed === 'open' || observed === 'refused';
    case 'refused':
      return observed === 'refused';
    case 'dropped':
      return observed === 'silent';
    case 'unreachable':
      return observed === 'unreachable' || observed === 'silent';
    case 'unresolved':
    case 'unknown':
      return undefined;
  }
}
