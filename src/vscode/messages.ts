import * as vscode from 'vscode';

/**
 * Notifications and questions below an input turn `[text](command:…)` into a link that runs something.
 * What is told of containers and files is text: a space takes the link away, and the words stay.
 */
export function unlinked(text: string): string {
  return text.replaceAll('](', '] (');
}

/** A notification; the button that was chosen, if any. */
export function showInformation(
  message: string,
  ...buttons: readonly string[]
): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(unlinked(message), ...buttons);
}

export function showWarning(
  message: string,
  ...buttons: readonly string[]
): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(unlinked(message), ...buttons);
}

export function showError(
  message: string,
  ...buttons: readonly string[]
): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(unlinked(message), ...buttons);
}

/** Items of a list, in which `$(name)` is text instead of a picture. */
export function withoutIcons<T extends vscode.QuickPickItem>(items: readonly T[]): T[] {
  return items.map((item) => ({
    ...item,
    label: plain(item.label),
    ...(item.description === undefined ? {} : { description: plain(item.description) }),
    ...(item.detail === undefined ? {} : { detail: plain(item.detail) }),
  }));
}

/** One backslash before it is what the editor takes away again. */
function plain(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
