import * as vscode from 'vscode';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { ConnectRequest, Engine } from '../../sources/engine/engine';
import { undoConnect, undoDisconnect } from '../../sources/engine/undo';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from './commandServices';
import { showInformation } from '../messages';
import { confirmChange, freshReading, offerUndo, withEngineProgress } from './writeAccess';

/** Takes a container off a network and puts it on again by one more name; asks first, offers undo. */
export async function addAlias(
  services: CommandServices,
  container: Container,
  network: Network,
  alias: string,
): Promise<void> {
  const { l10n } = vscode;
  const { engine, snapshot } = await freshReading(services);
  const record = snapshot.containers.find(({ Id }) => Id === container.id);
  const named = { id: network.id, name: network.name.value };
  const before = record === undefined ? undefined : undoDisconnect(record, named, snapshot.engine);
  if (before === undefined) return;
  const [who, where] = [displayText(container.name.value), displayText(network.name.value)];
  const question = l10n.t('Give {0} the alias {1} on {2}?', who, displayText(alias), where);
  const effects = [
    l10n.t('It is disconnected from {0} for a moment: its connections there break.', where),
    l10n.t('An address that is not fixed may change.'),
    l10n.t('On {0} it answers to {1} too.', where, displayText(alias)),
  ];
  if (!(await confirmChange(question, effects, l10n.t('Give Alias')))) return;
  const aliases = [...new Set([...(before.settings.aliases ?? []), alias])];
  const after: ConnectRequest = { ...before, settings: { ...before.settings, aliases } };
  await again(engine, before, after, who, where);
  await services.store.refresh();
  offerUndo(
    l10n.t('{0} answers to {1} on {2}.', who, displayText(alias), where),
    async () => {
      await again(engine, after, before, who, where);
      await services.store.refresh();
      void showInformation(
        l10n.t('Undone: {0} no longer answers to {1} on {2}.', who, displayText(alias), where),
      );
    },
    services,
  );
}

/** Off and on again; when it cannot come back as wished it is put back as it was. */
async function again(
  engine: Engine,
  was: ConnectRequest,
  wished: ConnectRequest,
  who: string,
  where: string,
): Promise<void> {
  const title = vscode.l10n.t('Connecting {0} to {1} again', who, where);
  await withEngineProgress(title, async (signal) => {
    await engine.disconnect(undoConnect(was), signal);
    try {
      await engine.connect(wished, signal);
    } catch (error) {
      await engine.connect(was, new AbortController().signal);
      throw error;
    }
  });
}
