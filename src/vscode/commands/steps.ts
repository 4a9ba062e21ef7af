import * as vscode from 'vscode';
import { displayText } from '../../scene/displayText';
import { Disposables } from '../disposables';
import { unlinked, withoutIcons } from '../messages';

/** One question of several. `undefined` from its answer means the user gave up. */
export interface Step<S> {
  /** Left out where it makes no sense for what was answered before. */
  readonly applies: (state: S) => boolean;
  readonly ask: (state: S, place: StepPlace) => Promise<S | typeof goBack | undefined>;
}

export interface StepPlace {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly total: number;
  /** There is something to go back to although it is the first step. */
  readonly canGoBack?: boolean;
}

export const goBack = Symbol('back');

/** Asks one after the other; going back asks the one before again. */
export async function askSteps<S>(
  title: string,
  steps: readonly Step<S>[],
  initial: S,
): Promise<S | undefined> {
  const before: S[] = [];
  let state = initial;
  for (let index = 0; index < steps.length;) {
    const step = steps[index];
    if (step === undefined || !step.applies(state)) {
      index += 1;
      continue;
    }
    const rest = steps.slice(index).filter(({ applies }) => applies(state)).length;
    const answer = await step.ask(state, {
      title,
      step: before.length + 1,
      total: before.length + rest,
    });
    if (answer === undefined) return undefined;
    if (answer !== goBack) {
      before.push(state);
      state = answer;
      index += 1;
      continue;
    }
    state = before.pop() ?? initial;
    // Back to the last step that asked: the ones in between did not apply.
    index = lastApplying(steps, index, state);
  }
  return state;
}

function lastApplying<S>(steps: readonly Step<S>[], index: number, state: S): number {
  const earlier = steps.slice(0, index).findLastIndex(({ applies }) => applies(state));
  return Math.max(earlier, 0);
}

export interface PickItem<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export function askPick<T>(
  place: StepPlace,
  placeholder: string,
  items: readonly PickItem<T>[],
): Promise<T | typeof goBack | undefined> {
  const pick = vscode.window.createQuickPick<PickItem<T>>();
  pick.items = withoutIcons(items);
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  return settle(pick, place, (resolve) =>
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen !== undefined) resolve(chosen.value);
    }),
  );
}

/** Any number of items; of none that is checked the one in focus, so that Enter alone chooses it. */
export function askMany<T>(
  place: StepPlace,
  placeholder: string,
  items: readonly PickItem<T>[],
  none: 'allowed' | 'focused',
): Promise<readonly T[] | typeof goBack | undefined> {
  const pick = vscode.window.createQuickPick<PickItem<T>>();
  pick.canSelectMany = true;
  pick.items = withoutIcons(items);
  pick.selectedItems = pick.items.filter(({ picked }) => picked);
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  return settle(pick, place, (resolve) =>
    pick.onDidAccept(() => {
      const focused = none === 'focused' ? pick.activeItems.slice(0, 1) : [];
      const chosen = pick.selectedItems.length > 0 ? pick.selectedItems : focused;
      if (none === 'allowed' || chosen.length > 0) resolve(chosen.map(({ value }) => value));
    }),
  );
}

/** The text as typed, trimmed; `problem` says why it cannot be taken, `warning` what to think of. */
export function askText(
  place: StepPlace,
  prompt: string,
  value: string,
  problem: (text: string) => string | undefined,
  warning: (text: string) => string | undefined = () => undefined,
): Promise<string | typeof goBack | undefined> {
  const input = vscode.window.createInputBox();
  input.prompt = shown(prompt);
  input.value = value;
  const check = () => {
    const text = input.value.trim();
    const severity = vscode.InputBoxValidationSeverity.Warning;
    const [wrong, doubt] = [problem(text), warning(text)];
    if (wrong !== undefined) input.validationMessage = shown(wrong);
    else input.validationMessage = doubt && { message: shown(doubt), severity };
  };
  return settle(input, place, (resolve) =>
    vscode.Disposable.from(
      input.onDidChangeValue(check),
      input.onDidAccept(() => {
        check();
        if (problem(input.value.trim()) === undefined) resolve(input.value.trim());
      }),
    ),
  );
}

/** Names of containers and networks stand in it. */
function shown(text: string): string {
  return unlinked(displayText(text));
}

async function settle<T>(
  input: vscode.QuickInput & {
    buttons: readonly vscode.QuickInputButton[];
    readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  },
  { title, step, total, canGoBack }: StepPlace,
  listen: (resolve: (value: T) => void) => vscode.Disposable,
): Promise<T | typeof goBack | undefined> {
  const owned = new Disposables();
  owned.add(input);
  input.title = title;
  if (total > 1) {
    input.step = step;
    input.totalSteps = total;
  }
  input.buttons = step > 1 || canGoBack === true ? [vscode.QuickInputButtons.Back] : [];
  input.ignoreFocusOut = true;
  try {
    return await new Promise<T | typeof goBack | undefined>((resolve) => {
      owned.add(listen(resolve));
      owned.add(input.onDidTriggerButton(() => resolve(goBack)));
      owned.add(input.onDidHide(() => resolve(undefined)));
      input.show();
    });
  } finally {
    owned.dispose();
  }
}
