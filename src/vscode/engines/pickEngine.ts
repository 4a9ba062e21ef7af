import * as vscode from 'vscode';
import type { EngineCandidate } from '../../sources/engine/engineCandidates';
import { addressCandidate, engineCandidates } from '../../sources/engine/engineCandidates';
import { systemEndpointInput, systemFiles } from '../../sources/engine/endpointFiles';
import { EngineError } from '../../sources/engine/engineError';
import { probeEngine } from '../../sources/engine/probeEngine';
import { displayText } from '../../scene/displayText';
import { Disposables } from '../disposables';
import { settings } from '../ids';
import type { EngineChoice } from '../store/engineSpec';
import { engineItem, probeWithoutAsking, type EngineProbe } from './engineItem';
import { withoutIcons } from '../messages';

export interface EngineQuestion {
  readonly title: string;
  /** What is chosen now. */
  readonly chosen: EngineChoice;
  /** Whether "what docker would take" is an answer. */
  readonly offersAutomatic: boolean;
}

/**
 * Answers that come together change the list once: the editor tells only a moment later which item is
 * the active one in a list that was changed.
 */
const settleMs = 150;

interface EnginePickItem extends vscode.QuickPickItem {
  readonly candidate?: EngineCandidate;
}

/** Asks which engine is meant; meanwhile each is asked who it is. An address can be typed, too. */
export async function pickEngine({
  title,
  chosen,
  offersAutomatic,
}: EngineQuestion): Promise<EngineChoice | undefined> {
  const owned = new Disposables();
  const abort = new AbortController();
  const input = { ...systemEndpointInput(), files: systemFiles };
  const all = withChosen(engineCandidates(input), chosen, (host) => addressCandidate(input, host));
  const offered = all.filter(({ kind }) => offersAutomatic || kind !== 'automatic');
  const probes = new Map<EngineCandidate, EngineProbe>();
  const pick = owned.add(vscode.window.createQuickPick<EnginePickItem>());
  pick.title = title;
  pick.placeholder = vscode.l10n.t('An engine, or an address like tcp://host:2376 or ssh://host');
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  // A look into a terminal, or a graph that opens by itself, is no answer.
  pick.ignoreFocusOut = true;
  pick.buttons = [
    { iconPath: new vscode.ThemeIcon('gear'), tooltip: vscode.l10n.t('Open Settings') },
  ];

  let later: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    clearTimeout(later);
    later = undefined;
    const before = pick.activeItems[0]?.candidate;
    const typed = typedCandidate(pick.value, offered, (host) => addressCandidate(input, host));
    const item = (candidate: EngineCandidate): EnginePickItem => {
      const probe = probes.get(candidate) ?? { kind: 'asking' };
      const because = isChosen(candidate, chosen) ? reason(candidate) : undefined;
      const { icon, ...texts } = engineItem(candidate, probe, because, vscode.l10n);
      const buttons = probe.kind === 'failed' ? copyButtons(probe.error) : [];
      return { ...texts, iconPath: new vscode.ThemeIcon(icon), buttons, candidate };
    };
    const items = grouped(offered, item);
    // At the end, though the list shows it first: an answer names an item by its place, and may come
    // from a list that stood a moment before.
    pick.items = withoutIcons(typed === undefined ? items : [...items, useAddress(typed)]);
    const active = pick.items.find(
      ({ candidate }) => candidate !== undefined && candidate === before,
    );
    if (active !== undefined) pick.activeItems = [active];
  };
  for (const candidate of offered) {
    const known = probeWithoutAsking(candidate, vscode.workspace.isTrusted, vscode.l10n);
    if (known !== undefined) probes.set(candidate, known);
    else
      void ask(candidate, abort.signal).then((probe) => {
        if (abort.signal.aborted) return;
        probes.set(candidate, probe);
        later ??= setTimeout(show, settleMs);
      });
  }
  show();
  const used = pick.items.find(({ candidate }) => candidate && isChosen(candidate, chosen));
  if (used !== undefined) pick.activeItems = [used];

  try {
    return await new Promise((resolve) => {
      owned.add(pick.onDidChangeValue(show));
      owned.add(pick.onDidTriggerButton(() => void openSettings()));
      owned.add(pick.onDidTriggerItemButton(({ button }) => void copy(button)));
      owned.add(
        pick.onDidAccept(() => {
          const candidate = pick.selectedItems[0]?.candidate;
          if (candidate !== undefined)
            resolve({ host: candidate.host, context: candidate.context });
        }),
      );
      owned.add(pick.onDidHide(() => resolve(undefined)));
      pick.show();
    });
  } finally {
    abort.abort();
    clearTimeout(later);
    owned.dispose();
  }
}

interface CopyButton extends vscode.QuickInputButton {
  readonly command: string;
}

/** The command that a next step names, to be pasted into a terminal: the line may be cut short. */
function copyButtons({ nextStep }: EngineError): readonly CopyButton[] {
  const command = /`([^`]+)`/.exec(nextStep)?.[1];
  if (command === undefined) return [];
  const tooltip = vscode.l10n.t('Copy: {0}', displayText(command));
  return [{ iconPath: new vscode.ThemeIcon('copy'), tooltip, command }];
}

async function copy(button: vscode.QuickInputButton): Promise<void> {
  if (!('command' in button) || typeof button.command !== 'string') return;
  await vscode.env.clipboard.writeText(button.command);
  void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
}

async function ask({ endpoint }: EngineCandidate, signal: AbortSignal): Promise<EngineProbe> {
  if (endpoint instanceof EngineError) return { kind: 'failed', error: endpoint };
  try {
    return { kind: 'answers', identity: await probeEngine(endpoint, signal) };
  } catch (error) {
    if (error instanceof EngineError) return { kind: 'failed', error };
    throw error;
  }
}

/** What a setting names stands in the list, even when nothing else does. */
function withChosen(
  candidates: readonly EngineCandidate[],
  chosen: EngineChoice,
  addressed: (host: string) => EngineCandidate,
): readonly EngineCandidate[] {
  if (chosen.host === '' || candidates.some((one) => isChosen(one, chosen))) return candidates;
  return [...candidates, addressed(chosen.host)];
}

function isChosen({ host, context }: EngineCandidate, chosen: EngineChoice): boolean {
  return host === chosen.host && context === chosen.context;
}

function reason({ host, context, endpoint }: EngineCandidate): string {
  if (host !== '') return vscode.l10n.t('the setting {0} names it', settings.engineHost);
  if (context !== '') return vscode.l10n.t('the setting {0} names it', settings.engineContext);
  return endpoint instanceof EngineError ? endpoint.message : endpoint.chosenBecause;
}

/** What is typed, when it can be an address and is not in the list. */
function typedCandidate(
  text: string,
  offered: readonly EngineCandidate[],
  addressed: (host: string) => EngineCandidate,
): EngineCandidate | undefined {
  const host = text.trim();
  if (!/^(\/|[a-z]+:\/\/.|[\w.-]+:\d+$)/i.test(host)) return undefined;
  if (offered.some((one) => one.host === host)) return undefined;
  const typed = addressed(host);
  return typed.endpoint instanceof EngineError ? undefined : typed;
}

function useAddress(candidate: EngineCandidate): EnginePickItem {
  return {
    label: vscode.l10n.t('Use {0}', candidate.host),
    iconPath: new vscode.ThemeIcon('add'),
    alwaysShow: true,
    candidate,
  };
}

function grouped(
  candidates: readonly EngineCandidate[],
  item: (candidate: EngineCandidate) => EnginePickItem,
): readonly EnginePickItem[] {
  const { l10n } = vscode;
  const group = (label: string, belongs: (candidate: EngineCandidate) => boolean) => {
    const items = candidates.filter(belongs).map(item);
    const heading = { label, kind: vscode.QuickPickItemKind.Separator };
    return items.length === 0 ? [] : [heading, ...items];
  };
  const isPlace = ({ kind }: EngineCandidate) => kind === 'place' || kind === 'address';
  return [
    ...candidates.filter(({ kind }) => kind === 'automatic').map(item),
    ...group(l10n.t('Docker contexts'), ({ kind }) => kind === 'context'),
    ...group(l10n.t('On this machine'), (one) => isPlace(one) && one.isThere),
    ...group(l10n.t('Not found on this machine'), (one) => isPlace(one) && !one.isThere),
  ];
}

async function openSettings(): Promise<void> {
  const ids = [settings.engineHost, settings.engineContext, settings.furtherEngines];
  await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${ids.join()}`);
}
