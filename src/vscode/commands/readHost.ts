import * as vscode from 'vscode';
import { helperRecipe } from '../../sources/host/helperRecipe';
import { helperCommandLine, helperPrograms } from '../../sources/host/helperWords';
import { hostAccessSettings } from '../config';
import { settings } from '../ids';
import type { CommandServices } from './commandServices';
import { freshReading, mayWrite } from './writeAccess';
import { showInformation, showWarning } from '../messages';

/**
 * *Read Host with Helper…*: shows what would run and what it could do, and after a yes reads the host so from
 * now on.
 */
export async function readHostWithHelper(services: CommandServices): Promise<void> {
  if (!(await mayWrite())) return;
  const { access, image } = hostAccessSettings();
  if (access === 'none') return offerSettings();
  const { engine, snapshot } = await freshReading(services);
  const imageId = await engine.findImage(image, new AbortController().signal);
  if (imageId === undefined) return offerRecipe(image);
  if (!(await agrees(image, imageId, engine.address))) return;
  await services.hostAccess.agree(engine, snapshot, imageId);
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Reading the host…'),
    },
    () => services.store.refreshWithHost(),
  );
}

/** The modal question; everything that would run is in it. */
async function agrees(image: string, imageId: string, address: string): Promise<boolean> {
  const run = vscode.l10n.t('Run Helpers');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Read the host of {0} through helper containers?', address),
    {
      modal: true,
      detail: [
        vscode.l10n.t(
          'Now and after changes, short-lived containers of the image {0} ({1}) run on the engine, one for the host and one for each running container. Nothing is pulled.',
          image,
          imageId,
        ),
        helperCommandLine('host', image),
        vscode.l10n.t('In it: {0}', helperPrograms('host').join('; ')),
        helperCommandLine('sandbox', image),
        vscode.l10n.t('In it: {0}', helperPrograms('sandbox').join('; ')),
        vscode.l10n.t(
          'They only read. But with NET_ADMIN in the host’s network, an image that is not what it seems could change its interfaces, routes and firewall rules, and see its sockets. Agree only to an image you trust. You are asked again when engine or image change.',
        ),
      ].join('\n\n'),
    },
    run,
  );
  return chosen === run;
}

async function offerRecipe(image: string): Promise<void> {
  const recipe = vscode.l10n.t('Show Recipe');
  const other = vscode.l10n.t('Choose Image…');
  const chosen = await showWarning(
    vscode.l10n.t(
      'The engine has no image {0} for the helper, and none is pulled. Build it from the recipe, or choose another one.',
      image,
    ),
    recipe,
    other,
  );
  if (chosen === recipe) {
    const content = helperRecipe;
    const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content });
    await vscode.window.showTextDocument(document);
  }
  if (chosen === other) await openSetting(settings.helperImage);
}

async function offerSettings(): Promise<void> {
  const change = vscode.l10n.t('Change Setting');
  const chosen = await showInformation(
    vscode.l10n.t('Reading the host is off in the settings.'),
    change,
  );
  if (chosen === change) await openSetting(settings.hostAccess);
}

async function openSetting(id: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${id}`);
}
