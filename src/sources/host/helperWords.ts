import { probeLabel } from '../../model/records/labels';
import { commandLine } from './runCommand';
import { helperCapabilities, helperCommands, helperFiles, type HelperKind } from './helperScript';
import { sysctlPaths } from './hostCommands';

/** The container as `docker run` would make it; without a network, `<id>` stands for each container's id. */
export function helperCommandLine(
  kind: HelperKind,
  image: string,
  network = kind === 'host' ? 'host' : 'container:<id>',
): string {
  return [
    'docker run --rm --pull=never',
    `--net=${network}`,
    '--cap-drop ALL',
    ...helperCapabilities[kind].map((capability) => `--cap-add ${capability}`),
    '--read-only --security-opt no-new-privileges --log-driver none --user 0:0',
    `--label ${probeLabel}=<run>`,
    `--entrypoint /bin/sh ${image}`,
  ].join(' ');
}

/** What runs in it, one after the other. */
export function helperPrograms(kind: HelperKind): readonly string[] {
  return [
    ...helperCommands[kind].map(commandLine),
    ...Object.values(helperFiles[kind]).map((path) => `cat ${path}`),
    ...sysctlPaths.map((path) => `read ${path}`),
  ];
}
