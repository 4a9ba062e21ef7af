import * as vscode from 'vscode';
import type { EngineReading } from '../store/engineStore';
import type { CommandServices } from './commandServices';
import { showInformation, showWarning, unlinked } from '../messages';

/** False in Restricted Mode, and then the user is told why and how to leave it. */
export async function mayWrite(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await showWarning(
    vscode.l10n.t(
      'Commands that change the engine, or run something in a container, are off in Restricted Mode. Trust this workspace to use them.',
    ),
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return vscode.workspace.isTrusted;
}

/** A reading made now, so that a change rests on what is true. @throws EngineError */
export async function freshReading({ store }: CommandServices): Promise<EngineReading> {
  await store.refresh();
  const { state } = store;
  if (state.kind === 'ready' && state.stale === undefined) return state;
  if (state.kind === 'ready' && state.stale !== undefined) throw state.stale;
  if (state.kind === 'failed') throw state.error;
  throw new vscode.CancellationError();
}

/** The modal question before a write; says what will change. */
export async function confirmChange(
  question: string,
  effects: readonly string[],
  button: string,
): Promise<boolean> {
  const detail = withinDetail(effects.map(withShortWords));
  const chosen = await vscode.window.showWarningMessage(
    withShortWords(question),
    { modal: true, detail },
    button,
  );
  return chosen === button;
}

/** Characters; a dialog that is higher than the window hides what it asks. */
const mostDetail = 1_600;
const leastEffect = 100;

/** The longest are cut, and those that are much shorter stay whole. */
function withinDetail(effects: readonly string[]): string {
  let room = mostDetail;
  for (;;) {
    const cut = effects.map((one) => (one.length > room ? `${one.slice(0, room)}…` : one));
    const detail = cut.join('\n');
    if (detail.length <= mostDetail || room < leastEffect) return detail;
    room *= 0.8;
  }
}

/** A dialog does not break words, and cuts off what is too long for it: nobody reads names to such an end. */
function withShortWords(text: string): string {
  return text.replace(/\S{65,}/g, (word) => `${word.slice(0, 40)}…${word.slice(-20)}`);
}

/** Runs a write with a notification that can be cancelled. */
export async function withEngineProgress<T>(
  title: string,
  write: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: unlinked(title),
      cancellable: true,
    },
    async (_progress, token) => {
      const abort = new AbortController();
      const listening = token.onCancellationRequested(() => abort.abort());
      try {
        return await write(abort.signal);
      } finally {
        listening.dispose();
      }
    },
  );
}

/** Tells that it is done and offers to take it back; what the undo throws is shown. */
export function offerUndo(
  message: string,
  undo: () => Promise<void>,
  { errors }: CommandServices,
): void {
  const button = vscode.l10n.t('Undo');
  void showInformation(message, button).then(async (chosen) => {
    if (chosen !== button) return;
    try {
      await undo();
    } catch (error) {
      errors.show(error);
    }
  });
}
