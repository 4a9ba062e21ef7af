import * as vscode from 'vscode';
import type { Container } from '../../model/container';
import { displayText } from '../../scene/displayText';
import { dockerClient } from '../../sources/engine/dockerClient';
import { findShell } from '../../sources/engine/findShell';
import { findProgram } from '../../sources/findProgram';
import { engineChoice } from '../config';
import { choiceOf } from '../store/engineSpec';
import type { CommandServices } from './commandServices';
import { resolveSubjects } from './commandTarget';
import { engineOf } from './engineOf';
import { askPick, goBack } from './steps';
import { freshReading, mayWrite, withEngineProgress } from './writeAccess';
import { showInformation, showWarning } from '../messages';

/** *Open Terminal in the Container*: docker's own client in a terminal, with the best shell there is. */
export async function openTerminal(
  services: CommandServices,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await mayWrite())) return;
  const { l10n } = vscode;
  const read = await engineOf(services);
  if (read === undefined) return;
  const chosen = resolveSubjects(services.sources, argument, selected).flatMap(
    ({ container }) => container ?? [],
  );
  const containers =
    argument === undefined ? await pickContainer(read.topology.containers) : [...new Set(chosen)];
  if (containers.length === 0) return;
  const program = await findProgram(['docker', 'podman']);
  if (program === undefined) {
    void showWarning(
      l10n.t(
        'Neither docker nor podman is on the PATH here. Install docker’s client to open terminals.',
      ),
    );
    return;
  }
  for (const container of containers) await openOne(services, container, program);
}

async function openOne(
  services: CommandServices,
  { id }: Container,
  program: string,
): Promise<void> {
  const { l10n } = vscode;
  const { engine, topology } = await freshReading(services);
  const container = topology.containers.find((one) => one.id === id);
  const name = displayText(container?.name.value ?? id);
  if (container?.state.value !== 'running') {
    void showInformation(
      l10n.t('{0} does not run, so nothing can be opened in it. Start it first.', name),
    );
    return;
  }
  const shell = await withEngineProgress(l10n.t('Looking for a shell in {0}', name), (signal) =>
    findShell(engine, id, signal),
  );
  if (shell === undefined) {
    void showInformation(
      l10n.t(
        'The image of {0} has no shell, neither bash nor sh, so there is nothing to open.',
        name,
      ),
    );
    return;
  }
  const { args, environment } = await clientOf(services, program);
  vscode.window
    .createTerminal({
      name: terminalName(name),
      shellPath: program,
      shellArgs: [...args, 'exec', '-it', id, shell],
      env: environment,
      iconPath: new vscode.ThemeIcon('vm'),
      // After a restart of the window it would be a shell of another kind.
      isTransient: true,
    })
    .show();
}

/**
 * What engines take for a name stays. Of anything else the tab would make pictures, and Markdown when it is
 * pointed at: links, and images that are fetched.
 */
function terminalName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.-]+/gu, '_');
}

/** How the client reaches the same engine; Podman's calls the address by another name. */
async function clientOf({ engine }: CommandServices, program: string) {
  const [{ resolveEngineEndpoint }, { systemEndpointInput }] = await Promise.all([
    import('../../sources/engine/engineEndpoint'),
    import('../../sources/engine/endpointFiles'),
  ]);
  const spec = engine.ref.engine;
  const choice = spec === undefined ? engineChoice() : choiceOf(spec);
  const client = dockerClient(resolveEngineEndpoint(systemEndpointInput(choice)));
  const [, host = '', ...rest] = client.args;
  return program === 'podman' ? { ...client, args: ['--url', host, ...rest] } : client;
}

async function pickContainer(containers: readonly Container[]): Promise<readonly Container[]> {
  const { l10n } = vscode;
  const running = containers.filter(({ state }) => state.value === 'running');
  if (running.length === 0) {
    void showInformation(l10n.t('No container runs on this engine.'));
    return [];
  }
  const place = { title: l10n.t('Open Terminal in the Container'), step: 1, total: 1 };
  const container = await askPick(
    place,
    l10n.t('Container to open a terminal in'),
    running.map((value) => ({
      label: displayText(value.name.value),
      description: displayText(value.image.value),
      value,
    })),
  );
  return container === undefined || container === goBack ? [] : [container];
}
