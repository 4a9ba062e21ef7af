import { parseArgs } from 'node:util';
import { buildScene } from '../scene/buildScene';
import { defaultFontMetrics } from '../scene/defaultFontMetrics';
import { exportText, isTextFormat, textFormats } from '../scene/export/exportFormats';
import { pictureThemes, type PictureThemeName } from '../scene/export/pictureTheme';
import { defaultSceneOptions } from '../scene/sceneOptions';
import { CliError, exitCode, type CliIo } from './cliIo';
import { loadSource } from './loadSource';
import { oneSource, sourceOptions } from './sourceOptions';
import { writeOutput } from './writeOutput';

/** `vethscope graph SOURCE [--format json|svg|mermaid|dot|drawio] [--theme light|dark|print] [--legend] [-o FILE]` */
export async function runGraph(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...sourceOptions,
      format: { type: 'string', default: 'json' },
      json: { type: 'boolean' },
      theme: { type: 'string', default: 'light' },
      legend: { type: 'boolean', default: false },
      output: { type: 'string', short: 'o' },
    },
  });
  const { format, theme, legend } = values;
  if (!isTextFormat(format)) throw unknown('format', format, Object.keys(textFormats));
  if (!isThemeName(theme)) throw unknown('theme', theme, Object.keys(pictureThemes));
  const topology = await loadSource(oneSource(positionals, 'graph'), values, io);
  const { scene } = buildScene(topology, defaultSceneOptions, defaultFontMetrics);
  const options = { theme: pictureThemes[theme], metrics: defaultFontMetrics, legend };
  await writeOutput(exportText(scene, format, options), values.output, io);
  return exitCode.fine;
}

function isThemeName(name: string): name is PictureThemeName {
  return Object.hasOwn(pictureThemes, name);
}

function unknown(what: string, given: string, choices: readonly string[]): CliError {
  const text = choices.join(', ');
  return new CliError(`graph: unknown ${what} ${JSON.stringify(given)}; use one of ${text}`);
}
