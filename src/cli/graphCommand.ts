import { parseArgs } from 'node:util';
import type { Topology } from '../model/topology';
import { frameAspect } from '../scene/arrangeFrames';
import { buildScene } from '../scene/buildScene';
import { defaultFontMetrics } from '../scene/defaultFontMetrics';
import { exportText, isTextFormat, textFormats } from '../scene/export/exportFormats';
import { pictureThemes, type PictureThemeName } from '../scene/export/pictureTheme';
import { frameNames } from '../scene/frameIds';
import { frameScenes, type EngineFrame } from '../scene/frameScenes';
import type { Scene } from '../scene/scene';
import { defaultSceneOptions, type SceneDepth, type SceneOptions } from '../scene/sceneOptions';
import { CliError, exitCode, type CliIo } from './cliIo';
import { loadSource, type SourceValues } from './loadSource';
import { oneSource, sourceOptions } from './sourceOptions';
import { writeOutput } from './writeOutput';

const depths: readonly SceneDepth[] = ['networks', 'wiring', 'rules'];

/** `vethscope graph SOURCE… [--format F] [--depth networks|wiring|rules] [--theme light|dark|print] [--legend] [-o FILE]` */
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
      output: { type: 'string', short: 'o' },
    },
  });
  const { format, theme, legend } = values;
  const depth = depths.find((one) => one === values.depth);
  if (!isTextFormat(format)) throw unknown('format', format, Object.keys(textFormats));
  if (!isThemeName(theme)) throw unknown('theme', theme, Object.keys(pictureThemes));
  if (depth === undefined) throw unknown('depth', values.depth, depths);
  const drawing = { ...defaultSceneOptions, depth };
  const scene =
    positionals.length > 1
      ? await framesOf(positionals, values, drawing, io)
      : sceneOf(await loadSource(oneSource(positionals, 'graph'), values, io), drawing);
  const options = { theme: pictureThemes[theme], metrics: defaultFontMetrics, legend };
  await writeOutput(exportText(scene, format, options), values.output, io);
  return exitCode.fine;
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
