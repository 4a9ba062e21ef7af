import * as vscode from 'vscode';
import { displayText } from '../../scene/displayText';
import type { ComposeSource } from '../store/composeSource';
import { listProjects } from '../store/projectList';
import { framesRef, sourceKey, type ComposeRef, type FramesRef } from '../store/sourceRef';
import type { CommandServices } from './commandServices';
import { withoutIcons } from '../messages';

interface Choice extends vscode.QuickPickItem {
  readonly ref?: ComposeRef | FramesRef;
  readonly profilesOf?: ComposeSource;
}

/**
 * *Choose Compose Project…*: another project in place of the graph's, or beside it, and the profiles
 * of the one that is shown.
 * @param argument key of the graph's source; else the graph in front is meant
 */
export async function chooseProject(services: CommandServices, argument: unknown): Promise<void> {
  const { panels, sources } = services;
  const panel =
    typeof argument === 'string'
      ? panels.find(argument)
      : panels.all.find(({ panel: { active, visible } }) => active || visible);
  const shown = panel && sources.findCompose(panel.key);
  const chosen = await pick(await choices(services, shown));
  if (chosen === undefined) return;
  const { ref, profilesOf } = chosen.item;
  if (profilesOf !== undefined) await chooseProfiles(services, profilesOf);
  if (ref === undefined) return;
  const isReplacing = panel?.ref.kind === 'compose' && !chosen.beside;
  panels.show(ref, isReplacing ? panel : undefined);
}

/** Asks which profiles are on; the graph follows. */
async function chooseProfiles({ sources }: CommandServices, source: ComposeSource): Promise<void> {
  const active = new Set(source.reading.profiles);
  const items = knownProfiles(source).map((name) => ({
    label: displayText(name),
    name,
    picked: active.has('*') || active.has(name),
  }));
  const chosen = await vscode.window.showQuickPick(withoutIcons(items), {
    title: vscode.l10n.t('Profiles of {0}', displayText(source.label)),
    placeHolder: vscode.l10n.t('Profiles that are on'),
    canPickMany: true,
  });
  if (chosen === undefined) return;
  const names = chosen.map(({ name }) => name);
  await sources.profiles.choose(sourceKey(source.ref), names);
  await source.chooseProfiles(names);
}

function knownProfiles({ reading }: ComposeSource): readonly string[] {
  const all = reading.project?.services.flatMap(({ profiles }) => profiles) ?? [];
  return [...new Set(all.map(({ value }) => value))].sort();
}

async function choices(
  { engines }: CommandServices,
  shown: ComposeSource | undefined,
): Promise<readonly Choice[]> {
  const { Separator } = vscode.QuickPickItemKind;
  const profiles = shown === undefined ? [] : knownProfiles(shown);
  const beside = {
    iconPath: new vscode.ThemeIcon('split-horizontal'),
    tooltip: vscode.l10n.t('Open Beside'),
  };
  const listed = (await listProjects()).map(({ ref, label, description }): Choice => {
    const isShown = shown !== undefined && sourceKey(ref) === sourceKey(shown.ref);
    return {
      ref,
      label: displayText(label),
      description: displayText(description),
      iconPath: new vscode.ThemeIcon(isShown ? 'check' : 'type-hierarchy-sub'),
      ...(isShown ? {} : { buttons: [beside] }),
    };
  });
  const all: readonly Choice[] =
    engines.shown.length < 2
      ? []
      : [
          { label: vscode.l10n.t('Engines'), kind: Separator },
          {
            ref: framesRef,
            label: vscode.l10n.t('All Engines'),
            description: vscode.l10n.t('each in a frame of its own'),
            iconPath: new vscode.ThemeIcon('server-environment'),
            buttons: [beside],
          },
        ];
  if (shown === undefined || profiles.length === 0) return [...listed, ...all];
  const active = new Set(shown.reading.profiles);
  const on = profiles.filter((name) => active.has('*') || active.has(name));
  const state =
    on.length === 0
      ? vscode.l10n.t('none of {0} is on', profiles.join(', '))
      : vscode.l10n.t('on: {0}', on.join(', '));
  return [
    ...listed,
    { label: vscode.l10n.t('Profiles'), kind: Separator },
    {
      label: vscode.l10n.t('Choose Profiles…'),
      description: displayText(state),
      iconPath: new vscode.ThemeIcon('checklist'),
      profilesOf: shown,
    },
    ...all,
  ];
}

interface Picked {
  readonly item: Choice;
  readonly beside: boolean;
}

function pick(items: readonly Choice[]): Promise<Picked | undefined> {
  const input = vscode.window.createQuickPick<Choice>();
  input.title = vscode.l10n.t('Choose Compose Project');
  input.placeholder = vscode.l10n.t('Project to draw');
  input.matchOnDescription = true;
  input.items = withoutIcons(items);
  return new Promise((resolve) => {
    const answer = (picked: Picked | undefined) => {
      resolve(picked);
      input.dispose();
    };
    input.onDidAccept(() => {
      const [item] = input.activeItems;
      answer(item && { item, beside: false });
    });
    input.onDidTriggerItemButton(({ item }) => answer({ item, beside: true }));
    input.onDidHide(() => answer(undefined));
    input.show();
  });
}
