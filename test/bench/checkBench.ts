import type { Finding } from '../../src/analysis/findings/finding';
import { findingsOf } from '../../src/analysis/findings/findingsOf';
import { Tracer } from '../../src/analysis/trace/tracer';
import type { TraceQuestion } from '../../src/analysis/trace/traceAnswer';
import { readComposeProject } from '../../src/compose/readComposeProject';
import type { Topology } from '../../src/model/topology';
import { planTopology } from '../../src/topology/planTopology';

/**
 * What `vethscope check` finds in a compose project, and all of it put into words as for `--json`, against single traces
 * of the same run: each service is on two of twelve networks, every tenth publishes a port. Growth is given against
 * the size before.
 */

const networks = 12;
const sizes = [50, 100, 200, 400, 800, 1600];
const singleTraces = 1000;

function composeText(services: number): string {
  const lines = Array.from({ length: services }, (_, index) => {
    const [one, other] = [index % networks, (index * 7 + Math.floor(index / networks)) % networks];
    const on = one === other ? `n${one}` : `n${one}, n${other}`;
    const ports = index % 10 === 0 ? `, ports: ["${10_000 + index}:80"]` : '';
    return `  s${index}: {image: x, networks: [${on}]${ports}}`;
  });
  const declared = Array.from({ length: networks }, (_, index) => `n${index}: {}`);
  return `name: big\nservices:\n${lines.join('\n')}\nnetworks: {${declared.join(', ')}}\n`;
}

async function planned(services: number): Promise<Topology> {
  const file = '/project/compose.yaml';
  const { project } = await readComposeProject(
    { workingDirectory: '/project', files: [file], environment: {} },
    { readFile: (path) => Promise.resolve(path === file ? composeText(services) : undefined) },
  );
  if (project === undefined) throw new Error('the project is refused');
  return planTopology(project, {});
}

/** Of the processor, so that a busy machine changes nothing. */
function milliseconds(job: () => void): number {
  const start = process.cpuUsage().user;
  job();
  return (process.cpuUsage().user - start) / 1e3;
}

function growth(time: number, before: number): string {
  return before === 0 ? '' : `x${(time / before).toFixed(1)}`;
}

/** A tracer that counts what it is asked. */
function counting(topology: Topology): { readonly tracer: Tracer; readonly asked: () => number } {
  const tracer = new Tracer(topology);
  const trace = tracer.trace.bind(tracer);
  let asked = 0;
  tracer.trace = (question: TraceQuestion) => {
    asked += 1;
    return trace(question);
  };
  return { tracer, asked: () => asked };
}

async function main(): Promise<void> {
  let [before, beforeInWords] = [0, 0];
  console.log(
    'services  findings  traced   1,000 traces  finding   ratio   growth  in words  ratio   growth',
  );
  for (const size of sizes) {
    const topology = await planned(size);
    const { tracer, asked } = counting(topology);
    let findings: readonly Finding[] = [];
    const time = milliseconds(() => {
      findings = findingsOf(topology, tracer);
    });
    const traced = asked();
    const inWords = milliseconds(() => {
      JSON.stringify(findings);
    });
    const addresses = topology.endpoints.flatMap(({ ipv4 }) =>
      ipv4 !== undefined && 'value' in ipv4 ? [ipv4.value.address] : [],
    );
    const traces = milliseconds(() => {
      for (let index = 0; index < singleTraces; index += 1) {
        const from = topology.containers[(index * 7919) % topology.containers.length]?.id ?? '';
        const to = addresses[(index * 104_729) % addresses.length] ?? '';
        tracer.trace({ from, to, proto: 'tcp', port: 80 });
      }
    });
    console.log(
      [
        [String(size), 10],
        [String(findings.length), 10],
        [String(traced), 9],
        [`${traces.toFixed(0)} ms`, 14],
        [`${time.toFixed(0)} ms`, 10],
        [(time / traces).toFixed(2), 8],
        [growth(time, before), 8],
        [`${inWords.toFixed(0)} ms`, 10],
        [(inWords / traces).toFixed(2), 8],
        [growth(inWords, beforeInWords), 8],
      ]
        .map(([text, width]) => String(text).padEnd(Number(width)))
        .join(''),
    );
    if (findings.length === 0) throw new Error('nothing is found: the benchmark measures nothing');
    [before, beforeInWords] = [time, inWords];
  }
}

void main();
