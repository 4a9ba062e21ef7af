import * as vscode from 'vscode';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from '../commands/commandServices';
import { showInformation, withoutIcons } from '../messages';
import { engineHeading } from '../panel/engineHeading';
import { framesRef } from '../store/sourceRef';

/** *Choose Engines in Graph…*: which of them the graph of several shows; opens it when it is not open. */
export async function chooseFrames({ engines, panels }: CommandServices): Promise<void> {
  const { frameChoice } = panels;
  const { shown } = engines;
  if (shown.length < 2) {
    void showInformation(
      vscode.l10n.t('There is only one engine. Add Engine… puts others beside it.'),
    );
    return;
  }
  const items = shown.map((known) => {
    const { title, detail, problem } = engineHeading(known, vscode.l10n);
    return {
      label: displayText(title),
      description: displayText(detail),
      ...(problem === undefined ? {} : { detail: displayText(problem) }),
      picked: !frameChoice.isLeftOut(known.key),
      key: known.key,
    };
  });
  const chosen = await vscode.window.showQuickPick(withoutIcons(items), {
    title: vscode.l10n.t('Choose Engines in Graph'),
    placeHolder: vscode.l10n.t('Engines that the graph shows'),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (chosen === undefined) return;
  const wanted = new Set(chosen.map(({ key }) => key));
  frameChoice.choose(new Map(items.map(({ key }) => [key, wanted.has(key)])));
  panels.show(framesRef);
}
