import * as vscode from 'vscode';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from '../commands/commandServices';
import { meantProject } from '../commands/compareWithCompose';
import { views } from '../ids';
import { sourceKey } from '../store/sourceRef';
import { showInformation } from '../messages';

/**
 * *Compare with Running*: the project's graph shows what runs too, marked where it differs from the
 * files, and a list says what `up` would change. Only reads.
 */
export async function compareRunning(services: CommandServices): Promise<void> {
  const { panels, sources, store } = services;
  const ref = await meantProject(services, vscode.l10n.t('Compare with Running'));
  if (ref === undefined) return;
  panels.show(ref);
  const source = sources.findCompose(sourceKey(ref));
  if (source === undefined) return;
  store.start();
  await Promise.all([store.settled(), source.settled()]);
  if (store.state.kind === 'failed') {
    services.errors.show(store.state.error);
    return;
  }
  source.compare(true);
  const { drift } = source.view();
  if (drift === undefined) return;
  const name = displayText(source.label);
  if (!drift.found) {
    void showInformation(
      vscode.l10n.t('Nothing of {0} is on the engine: up makes all of it.', name),
    );
    return;
  }
  if (drift.items.length === 0) {
    void showInformation(vscode.l10n.t('{0} runs as its files say.', name));
    return;
  }
  const show = vscode.l10n.t('Show List');
  const message = vscode.l10n.t('{0} does not run as its files say.', name);
  // Nobody has to answer; the list is there already.
  void showInformation(message, show).then((chosen) => {
    if (chosen === show) void vscode.commands.executeCommand(`${views.drift}.focus`);
  });
}

/** *Stop Comparing*: graphs show their plans alone again. */
export function stopComparing({ sources }: CommandServices): void {
  for (const source of sources.composeFiles) {
    if (source.isCompared) source.compare(false);
  }
}
