import { jsonText } from '../../model/jsonText';
import * as vscode from 'vscode';
import { composeFlags } from '../../compose/composeFlags';
import type { ComposeRequest } from '../../compose/composeRequest';
import { displayText } from '../../scene/displayText';
import type { ComposeConfigAnswer } from '../../sources/compose/dockerComposeConfig';
import { ComposeFiles } from '../store/composeFiles';
import type { ComposeSource } from '../store/composeSource';
import { listProjects } from '../store/projectList';
import { projectOfFile } from '../store/projectOfFile';
import { sourceKey, type ComposeRef } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import type { CommandServices } from './commandServices';
import type { ComparedDocuments } from './comparedDocuments';
import { activeComposeFile } from './showGraph';
import { showError, showInformation, showWarning, withoutIcons, unlinked } from '../messages';

const limitMs = 60_000;

/**
 * *Compare with Docker Compose*: runs `docker compose config` on the files as they are saved, and shows
 * where it reads the project's networking differently.
 */
export async function compareWithCompose(
  services: CommandServices,
  documents: ComparedDocuments,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void showWarning(
      vscode.l10n.t('No process is started in Restricted Mode. Trust the workspace to compare.'),
    );
    return;
  }
  const ref = await meantProject(services, vscode.l10n.t('Compare with Docker Compose'));
  if (ref === undefined) return;
  await withProject(services.sources, ref, async (source) => {
    const { request, unread } = source.reading;
    if (request === undefined) return;
    // docker compose fetches what this extension leaves alone.
    if (unread.length > 0 && !(await mayFetch(unread.map(({ file }) => file)))) return;
    await compare(source, request, documents);
  });
}

/** The project of the graph in front, else of the file in the editor, else one that is picked. */
export async function meantProject(
  { panels }: CommandServices,
  title: string,
): Promise<ComposeRef | undefined> {
  const shown = panels.all.find(({ panel: { active } }) => active)?.source.ref;
  if (shown?.kind === 'compose') return shown;
  const file = activeComposeFile();
  if (file !== undefined) return projectOfFile(file);
  const items = (await listProjects()).map(({ label, description, ref }) => ({
    label: displayText(label),
    description: displayText(description),
    ref,
  }));
  return (await vscode.window.showQuickPick(withoutIcons(items), { title }))?.ref;
}

/** Keeps the project open meanwhile, as a graph does. */
async function withProject(
  sources: Sources,
  ref: ComposeRef,
  work: (source: ComposeSource) => Promise<void>,
): Promise<void> {
  const source = sources.openCompose(ref, 'command');
  try {
    await source.settled();
    await work(source);
  } finally {
    sources.leaveCompose(sourceKey(ref), 'command');
  }
}

async function mayFetch(files: readonly string[]): Promise<boolean> {
  const go = vscode.l10n.t('Run Docker Compose');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Docker compose fetches remote files of this project. Run it all the same?'),
    { modal: true, detail: files.map(displayText).join('\n') },
    go,
  );
  return chosen === go;
}

async function compare(
  source: ComposeSource,
  request: ComposeRequest,
  documents: ComparedDocuments,
): Promise<void> {
  const name = displayText(source.label);
  const theirs = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: unlinked(vscode.l10n.t('Asking docker compose about {0}…', name)),
      cancellable: true,
    },
    (_progress, token) => ask(request, token),
  );
  if (theirs === undefined) return;
  if (theirs.kind === 'missing') {
    void showError(
      vscode.l10n.t(
        'There is no docker compose on this machine. Install its plugin, or put docker-compose on the PATH.',
      ),
    );
    return;
  }
  const [left, right] = [await ownText(request), await theirText(theirs)];
  if (left === right) {
    void showInformation(
      theirs.kind === 'refused'
        ? vscode.l10n.t('Docker compose refuses {0} with the same words.', name)
        : vscode.l10n.t('Docker compose reads the networking of {0} in the same way.', name),
    );
    return;
  }
  const title = vscode.l10n.t('{0}: Vethscope ↔ docker compose', name);
  await documents.show(title, left, right);
}

/** `undefined` when the user had enough of waiting. */
async function ask(
  request: ComposeRequest,
  token: vscode.CancellationToken,
): Promise<ComposeConfigAnswer | undefined> {
  const [{ dockerComposeConfig }, { runProcess }] = await Promise.all([
    import('../../sources/compose/dockerComposeConfig'),
    import('../../sources/compose/runProcess'),
  ]);
  const abort = new AbortController();
  const cancelling = token.onCancellationRequested(() => abort.abort());
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(limitMs)]);
  try {
    const { workingDirectory: folder, environment } = request;
    const asked = { flags: composeFlags(request), folder, environment };
    return await dockerComposeConfig(asked, runProcess, signal);
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    throw error;
  } finally {
    cancelling.dispose();
  }
}

async function ownText(request: ComposeRequest): Promise<string> {
  const { resolveCompose } = await import('../../compose/resolveCompose');
  const files = new ComposeFiles(request.workingDirectory, { overlay: false });
  const { problems, projection } = await resolveCompose(request, files, false);
  const refusal = problems.find(({ severity }) => severity === 'error');
  return projection === undefined || refusal !== undefined
    ? refused(refusal?.message ?? '')
    : asText(projection);
}

async function theirText(
  answer: Exclude<ComposeConfigAnswer, { readonly kind: 'missing' }>,
): Promise<string> {
  if (answer.kind === 'refused') return refused(answer.message);
  const { projectConfig } = await import('../../compose/projectConfig');
  const projection = projectConfig(answer.json);
  return projection === undefined ? answer.json : asText(projection);
}

function refused(message: string): string {
  return `${vscode.l10n.t('This project is refused:')}\n${message}\n`;
}

function asText(projection: unknown): string {
  return `${jsonText(projection, 2)}\n`;
}
