import * as vscode from 'vscode';
import { until } from './extensionUnderTest';

/** Asked in a modal dialog or a notification. */
export interface AskedMessage {
  readonly message: string;
  readonly detail: string;
}

type Shown = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

/**
 * Answers what the extension asks. Quick picks and input boxes are the real ones: they are remembered
 * when they are made, filled, and accepted by the editor's own command. Dialogs cannot be driven in a
 * test host, and notifications are not shown there, so those are answered in place of the editor.
 */
export class Answers {
  readonly asked: AskedMessage[] = [];
  /** Buttons to choose in messages; any other message is dismissed. */
  readonly buttons = new Set<string>();
  /** What happens in the world before a button is chosen. */
  readonly meanwhile = new Map<string, () => Promise<void>>();
  readonly #shown: Shown[] = [];
  readonly #originals = { ...pick(vscode.window) };

  install(): void {
    const window = vscode.window as { -readonly [K in keyof typeof vscode.window]: unknown };
    window.createQuickPick = () => this.#remember(this.#originals.createQuickPick());
    window.createInputBox = () => this.#remember(this.#originals.createInputBox());
    window.showWarningMessage = this.#answer;
    window.showInformationMessage = this.#answer;
    window.showErrorMessage = this.#answer;
  }

  restore(): void {
    Object.assign(vscode.window, this.#originals);
  }

  /** Waits for the next quick pick and chooses the item with this label. */
  async choose(label: string): Promise<void> {
    const shown = await this.#next();
    if (!('items' in shown)) throw new Error(`not a quick pick: ${shown.prompt ?? ''}`);
    const item = shown.items.find((candidate) => candidate.label === label);
    if (item === undefined) {
      throw new Error(`${label} is not offered: ${shown.items.map((one) => one.label).join()}`);
    }
    shown.activeItems = [item];
    await this.#accept();
  }

  /** Labels of the quick pick that is shown; it is hidden afterwards. */
  async offered(): Promise<readonly string[]> {
    const shown = await this.#next();
    if (!('items' in shown)) throw new Error(`not a quick pick: ${shown.prompt ?? ''}`);
    const labels = shown.items.map(({ label }) => label);
    shown.hide();
    return labels;
  }

  /** Waits for the next input box, fills and accepts it; answers with its validation message, if any. */
  async type(text: string): Promise<string | undefined> {
    const shown = await this.#next();
    if ('items' in shown) throw new Error('not an input box');
    shown.value = text;
    await this.#accept();
    const problem = shown.validationMessage;
    if (problem === undefined) return undefined;
    // It stays open: the next answer is for the same box.
    this.#shown.unshift(shown);
    return typeof problem === 'string' ? problem : problem.message;
  }

  /** Waits until something like this was said or asked. */
  async said(pattern: RegExp): Promise<AskedMessage> {
    try {
      return await until(`it says ${pattern.source}`, () =>
        this.asked.find(({ message }) => pattern.test(message)),
      );
    } catch (error) {
      const said = this.asked.map(({ message }) => message).join('; ');
      throw new Error(`it said: ${said === '' ? 'nothing' : said}`, { cause: error });
    }
  }

  readonly #answer = async (message: string, ...rest: readonly unknown[]): Promise<unknown> => {
    const [options] = rest;
    const detail =
      typeof options === 'object' && options !== null && 'detail' in options
        ? String(options.detail)
        : '';
    this.asked.push({ message, detail });
    const chosen = rest.find((item) => typeof item === 'string' && this.buttons.has(item));
    await this.meanwhile.get(String(chosen))?.();
    return chosen;
  };

  #remember<T extends Shown>(shown: T): T {
    this.#shown.push(shown);
    return shown;
  }

  #next(): Promise<Shown> {
    return until('something is asked', () => this.#shown.shift());
  }

  async #accept(): Promise<void> {
    // The widget needs a moment to take over what was set.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function pick(window: typeof vscode.window) {
  const {
    createQuickPick,
    createInputBox,
    showWarningMessage,
    showInformationMessage,
    showErrorMessage,
  } = window;
  return {
    createQuickPick: () => createQuickPick(),
    createInputBox: () => createInputBox(),
    showWarningMessage,
    showInformationMessage,
    showErrorMessage,
  };
}
