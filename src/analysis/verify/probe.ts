import { addressFamily } from '../../model/address';
import type { TraceQuestion, Verdict } from '../trace/traceAnswer';

/** What trying a connection showed. */
export type Observed = 'open' | 'refused' | 'silent' | 'unreachable' | 'no-tool' | 'unclear';

/** Seconds that a try may take; the engine’s proxies answer within one. */
const patience = 3;

/** What came of a try, beside what was predicted. Silence over UDP, for one, decides nothing. */
export type Comparison = 'agrees' | 'differs' | 'undecided';

/** One way to try, if its tool is there: `true` of the condition. */
type Try = readonly [tool: string, condition: string, line: string];

/**
 * The script (of /bin/sh) that tries a question with whatever is there: bash, python3, nc or wget for TCP, the first
 * three for UDP, ping for ICMP. `undefined` for what no such tool can ask.
 */
export function probeScript({ to, port, proto }: TraceQuestion): string | undefined {
  // Addresses and numbers only: nothing in the script is foreign text.
  if (addressFamily(to) === undefined) return undefined;
  switch (proto) {
    case 'icmp':
      return firstOf([['ping', has('ping'), `ping -c 1 -W ${patience} ${to} 2>&1`]]);
    case 'tcp':
      return port === undefined ? undefined : firstOf(tcpTries(to, port));
    case 'udp':
      return port === undefined ? undefined : firstOf(udpTries(to, port));
    case 'sctp':
      return undefined;
  }
}

/** The script as a command to run inside the source. */
export function probeCommand(question: TraceQuestion): readonly string[] | undefined {
  const script = probeScript(question);
  return script === undefined ? undefined : ['/bin/sh', '-c', script];
}

function firstOf(tries: readonly Try[]): string {
  const script = tries
    .map(
      ([tool, condition, line], place) =>
        `${place === 0 ? 'if' : 'elif'} ${condition}; then ${line}; echo "tried ${tool} $?"`,
    )
    .join('; ');
  return `${script}; else echo "tried none 0"; fi`;
}

function has(tool: string): string {
  return `command -v ${tool} >/dev/null 2>&1`;
}

function ncKnows(options: string): string {
  return `case "$(nc -h 2>&1 </dev/null)" in ${options}) true;; *) false;; esac`;
}

function tcpTries(to: string, port: number): readonly Try[] {
  const url = to.includes(':') ? `[${to}]` : to;
  return [
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
}

/** An empty line is sent. What comes back is counted and not shown: it can be anything. */
function udpTries(to: string, port: number): readonly Try[] {
  const socket = `socket.socket(socket.${to.includes(':') ? 'AF_INET6' : 'AF_INET'}, socket.SOCK_DGRAM)`;
  return [
    [
      'bash',
      has('bash'),
      `timeout ${patience} bash -c 'exec 3<>/dev/udp/${to}/${port}; echo >&3; read -r -N 1 -u 3' 2>&1`,
    ],
    [
      'python3',
      has('python3'),
      `python3 -c 'import socket; s = ${socket}; s.settimeout(${patience}); s.connect(("${to}", ${port})); s.send(b"\\n"); s.recv(1)' 2>&1`,
    ],
    [
      'nc',
      ncKnows('*-u*'),
      `[ "$(echo | nc -u -w ${patience} ${to} ${port} 2>/dev/null | wc -c)" -gt 0 ]`,
    ],
  ];
}

/** What the script's output says. */
export function readProbe(
  output: string,
  proto: TraceQuestion['proto'],
): { readonly tool: string; readonly observed: Observed } {
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
  // Nobody answered, and nobody refused: a try over UDP has no other end.
  if (proto === 'udp' && tool === 'nc') return { tool, observed: 'silent' };
  const timedOut = code === '124' || code === '143' || /timed? ?out|100% packet loss/i.test(output);
  return { tool, observed: timedOut ? 'silent' : 'unclear' };
}

/** Whether it is what was predicted. */
export function compare(
  verdict: Verdict,
  observed: Observed,
  proto: TraceQuestion['proto'],
): Comparison {
  if (observed === 'no-tool' || observed === 'unclear') return 'undecided';
  // A listener need not answer, and a drop does not: they sound alike.
  if (proto === 'udp' && observed === 'silent') return 'undecided';
  const expected = expectedOf(verdict);
  if (expected === undefined) return 'undecided';
  return expected.includes(observed) ? 'agrees' : 'differs';
}

function expectedOf(verdict: Verdict): readonly Observed[] | undefined {
  switch (verdict) {
    case 'delivered':
    case 'accepted-by-proxy':
      return ['open'];
    case 'arrives':
      // Nobody need listen where it arrives.
      return ['open', 'refused'];
    case 'refused':
      return ['refused'];
    case 'dropped':
      return ['silent'];
    case 'unreachable':
      return ['unreachable', 'silent'];
    case 'unresolved':
    case 'unknown':
      return undefined;
  }
}
