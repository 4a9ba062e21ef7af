import * as vscode from 'vscode';
import type { CommandServices } from '../commands/commandServices';
import { engineChoice, furtherEngines } from '../config';
import { displayText } from '../../scene/displayText';
import { settings } from '../ids';
import {
  contextSpec,
  engineSpec,
  engineSpecName,
  type EngineChoice,
  type EngineSpec,
} from '../store/engineSpec';
import { engineHeading } from '../panel/engineHeading';
import { framesRef } from '../store/sourceRef';
import { pickEngine } from './pickEngine';
import { showInformation, withoutIcons } from '../messages';

/** *Choose Engine…*: which one is used, and why; from now on the one that is chosen. */
export async function chooseEngine(): Promise<void> {
  const title = vscode.l10n.t('Choose Engine');
  const chosen = await pickEngine({ title, chosen: engineChoice(), offersAutomatic: true });
  if (chosen === undefined) return;
  // What is not set any more goes first: both at once would be no choice.
  const { host, context } = chosen;
  const steps = [
    [settings.engineHost, host],
    [settings.engineContext, context],
  ] as const;
  for (const [id, value] of host === '' ? steps : [...steps].reverse()) {
    await write(id, value === '' ? undefined : value);
  }
  const spec = specOf(chosen);
  const further = furtherEngines();
  if (spec !== undefined && further.includes(spec)) {
    await writeFurther(further.filter((one) => one !== spec));
  }
}

/** *Add Engine…*: one more beside the chosen one. */
export async function addEngine(): Promise<void> {
  const title = vscode.l10n.t('Add Engine');
  const chosen = await pickEngine({ title, chosen: engineChoice(), offersAutomatic: false });
  const spec = chosen && specOf(chosen);
  const further = furtherEngines();
  if (spec !== undefined && !further.includes(spec)) await writeFurther([...further, spec]);
}

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

/** *Remove Engine*: of the row it was called on, else of one that is picked; the engine itself is left alone. */
export async function removeEngine({ engine }: CommandServices): Promise<void> {
  const further = furtherEngines();
  const spec = engine.ref.engine ?? (await pickFurther(further));
  if (spec !== undefined) await writeFurther(further.filter((one) => one !== spec));
}

async function pickFurther(further: readonly EngineSpec[]): Promise<EngineSpec | undefined> {
  if (further.length === 0) {
    const message = vscode.l10n.t('No engine stands beside the chosen one.');
    void showInformation(message);
    return undefined;
  }
  const items = further.map((spec) => ({ label: displayText(engineSpecName(spec)), spec }));
  const title = vscode.l10n.t('Remove Engine');
  return (await vscode.window.showQuickPick(withoutIcons(items), { title }))?.spec;
}

function specOf({ host, context }: EngineChoice): EngineSpec | undefined {
  return engineSpec(context === '' ? host : contextSpec(context));
}

function writeFurther(specs: readonly EngineSpec[]): Promise<void> {
  return write(settings.furtherEngines, specs.length === 0 ? undefined : specs);
}

/** Machine-scoped settings are kept for the machine, whichever folder is open. */
async function write(id: string, value: unknown): Promise<void> {
  const config = vscode.workspace.getConfiguration();
  await config.update(id, value, vscode.ConfigurationTarget.Global);
}
