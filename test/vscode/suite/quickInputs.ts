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

  /** Everything of the test before. */
  forget(): void {
    this.asked.splice(0);
    this.buttons.clear();
    this.meanwhile.clear();
  }

  /** Waits for the next quick pick and chooses the item with this label; its detail. */
  async choose(label: string): Promise<string | undefined> {
    const shown = await this.#nextPick();
    const item = itemOf(shown, label);
    shown.activeItems = [item];
    await this.#accept();
    return item.detail;
  }

  /** Waits for the next quick pick, checks exactly these, and accepts; what else was offered. */
  async check(...labels: readonly string[]): Promise<readonly string[]> {
    const shown = await this.#nextPick();
    shown.selectedItems = labels.map((label) => itemOf(shown, label));
    await this.#accept();
    return shown.items.map(({ label }) => label);
  }

  /** Waits for the next question and goes back to the one before. */
  async back(): Promise<void> {
    await this.#next();
    await settled();
    await vscode.commands.executeCommand('workbench.action.quickInputBack');
    await settled();
  }

  /** The next quick pick as it is on the screen; it is left to be answered. */
  async look(): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
    const shown = await until('something is asked', () => this.#shown[0]);
    if (!('items' in shown)) throw new Error('not a quick pick');
    return shown;
  }

  /** Labels of the quick pick that is shown; it is hidden afterwards. */
  async offered(): Promise<readonly string[]> {
    const shown = await this.#nextPick();
    const labels = shown.items.map(({ label }) => label);
    shown.hide();
    return labels;
  }

  /** Labels of the quick pick that is shown, which stays. */
  async labels(): Promise<readonly string[]> {
    const shown = await this.#nextPick();
    this.#shown.unshift(shown);
    return shown.items.map(({ label }) => label);
  }

  /** Waits for the next input box, fills and accepts it; answers with its validation message, if any. */
  async type(text: string): Promise<string | undefined> {
    const shown = await this.#next();
    if ('items' in shown) throw new Error('not an input box');
    shown.value = text;
    await this.#accept();
    const problem = shown.validationMessage;
    if (problem === undefined || isWarning(problem)) return undefined;
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

  async #nextPick(): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
    const shown = await this.#next();
    if (!('items' in shown)) throw new Error(`not a quick pick: ${shown.prompt ?? ''}`);
    return shown;
  }

  async #accept(): Promise<void> {
    await settled();
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The widget needs a moment to take over what was set. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Said of what is taken all the same. */
function isWarning(problem: string | vscode.InputBoxValidationMessage): boolean {
  return (
    typeof problem !== 'string' && problem.severity !== vscode.InputBoxValidationSeverity.Error
  );
}

function itemOf(
  shown: vscode.QuickPick<vscode.QuickPickItem>,
  label: string,
): vscode.QuickPickItem {
  const item = shown.items.find((candidate) => candidate.label === label);
  if (item !== undefined) return item;
  throw new Error(`${label} is not offered: ${shown.items.map((one) => one.label).join()}`);
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
