import { parseArgs } from 'node:util';
import { planTrace, type TraceWish } from '../analysis/tracePlan';
import { Tracer } from '../analysis/trace/tracer';
import type { Topology } from '../model/topology';
import { litPath } from '../protocol/litPath';
import { frameAspect } from '../scene/arrangeFrames';
import { buildScene } from '../scene/buildScene';
import { defaultFontMetrics } from '../scene/defaultFontMetrics';
import { exportText, isTextFormat, textFormats } from '../scene/export/exportFormats';
import { pictureThemes, type PictureThemeName } from '../scene/export/pictureTheme';
import { frameNames } from '../scene/frameIds';
import { frameScenes, type EngineFrame } from '../scene/frameScenes';
import type { Scene } from '../scene/scene';
import { traceView } from '../scene/traceView';
import { defaultSceneOptions, type SceneDepth, type SceneOptions } from '../scene/sceneOptions';
import { CliError, exitCode, type CliIo } from './cliIo';
import { loadSource, type SourceValues } from './loadSource';
import { readFamily } from './readFamily';
import { oneSource, severalSources, sourceOptions } from './sourceOptions';
import { writeOutput } from './writeOutput';

const depths: readonly SceneDepth[] = ['networks', 'wiring', 'rules'];

/**
 * `vethscope graph SOURCE… [--format F] [--depth networks|wiring|rules] [--theme light|dark|print] [--legend]
 * [--from NAME --to NAME:PORT] [-o FILE]`; with `--from` and `--to` that trace's path stands out.
 */
export async function runGraph(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...sourceOptions,
      format: { type: 'string', default: 'json' },
      json: { type: 'boolean' },
      depth: { type: 'string', default: 'wiring' },
      theme: { type: 'string', default: 'light' },
      legend: { type: 'boolean', default: false },
      from: { type: 'string' },
      to: { type: 'string' },
      family: { type: 'string' },
      output: { type: 'string', short: 'o' },
    },
  });
  const { format, theme, legend } = values;
  const depth = depths.find((one) => one === values.depth);
  if (!isTextFormat(format)) throw unknown('format', format, Object.keys(textFormats));
  if (!isThemeName(theme)) throw unknown('theme', theme, Object.keys(pictureThemes));
  if (depth === undefined) throw unknown('depth', values.depth, depths);
  const drawing = { ...defaultSceneOptions, depth };
  const asked = askedTrace(values);
  if (asked !== undefined && format === 'json') {
    throw new CliError('graph: json has no highlight; ask for another format, or use trace --json');
  }
  if (asked !== undefined && positionals.length > 1) {
    throw new CliError('graph: a trace stays within one source; name only that one');
  }
  const options = { theme: pictureThemes[theme], metrics: defaultFontMetrics, legend };
  const write = async (scene: Scene, lit?: ReadonlySet<string>): Promise<number> => {
    const text = exportText(scene, format, { ...options, ...(lit && { lit }) });
    await writeOutput(text, values.output, io);
    return exitCode.fine;
  };
  if (positionals.length > 1) {
    const sources = severalSources(positionals, 'graph');
    return write(await framesOf(sources, values, drawing, io));
  }
  const topology = await loadSource(oneSource(positionals, 'graph'), values, io);
  const scene = sceneOf(topology, drawing);
  return write(scene, asked && litPath(scene, tracedElements(topology, asked)));
}

/** @throws CliError when only half of it is asked */
function askedTrace({ from, to, family }: TraceValues): TraceWish | undefined {
  if (from === undefined && to === undefined && family === undefined) return undefined;
  if (from === undefined || to === undefined) {
    throw new CliError('graph: a trace has two ends; give both --from NAME and --to NAME:PORT');
  }
  const wanted = readFamily('graph', family);
  return { from, to, ...(wanted === undefined ? {} : { family: wanted }) };
}

interface TraceValues {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly family?: string | undefined;
}

/** Scene ids of what the trace touches. @throws CliError when there is no answer */
function tracedElements(topology: Topology, wish: TraceWish): readonly string[] {
  const tracer = new Tracer(topology);
  const plan = planTrace(topology, tracer, wish);
  if (typeof plan === 'string') throw new CliError(`graph: ${plan}`);
  const answer = tracer.trace(plan.question);
  if (answer.verdict === 'unknown' && answer.hops.length === 0) {
    throw new CliError(`graph: ${answer.why}`);
  }
  return traceView(topology, plan, answer, []).elements;
}

function sceneOf(topology: Topology, options: SceneOptions): Scene {
  return buildScene(topology, options, defaultFontMetrics).scene;
}

/** Several sources: a frame for each, in the order they were named. */
async function framesOf(
  sources: readonly string[],
  values: SourceValues,
  options: SceneOptions,
  io: CliIo,
): Promise<Scene> {
  const { aspect } = options;
  const names = frameNames(sources);
  const frames: EngineFrame[] = [];
  const origins = new Set<Scene['origin']>();
  for (const [index, source] of sources.entries()) {
    const topology = await loadSource(source, values, io);
    const scene = sceneOf(topology, {
      ...options,
      aspect: frameAspect(aspect, sources.length),
    });
    origins.add(scene.origin);
    frames.push({ name: names[index] ?? source, title: scene.title, detail: source, scene });
  }
  const [origin = 'snapshot'] = origins.size === 1 ? origins : [];
  const title = `${sources.length} sources`;
  return frameScenes(frames, { title, origin, aspect }, defaultFontMetrics).scene;
}

function isThemeName(name: string): name is PictureThemeName {
  return Object.hasOwn(pictureThemes, name);
}

function unknown(what: string, given: string, choices: readonly string[]): CliError {
  const text = choices.join(', ');
  return new CliError(`graph: unknown ${what} ${JSON.stringify(given)}; use one of ${text}`);
}
