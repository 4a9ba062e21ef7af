import * as vscode from 'vscode';
import { parseTarget } from '../../analysis/tracePlan';
import { traceTargets } from '../../analysis/traceTargets';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import { hostId, outsideId } from '../../scene/sceneIds';
import type { CommandServices } from '../commands/commandServices';
import { asSubject, resolveSubject, subjectSource } from '../commands/commandTarget';
import type { GraphPanel } from '../panel/graphPanel';
import { engineRef, graphKey, sourceKey, type GraphRef, type SourceRef } from '../store/sourceRef';
import { showInformation, withoutIcons } from '../messages';

/** *Trace Connection…*: asks for both ends, unless `{ from, to }` are given. */
export async function traceConnection(services: CommandServices, argument: unknown): Promise<void> {
  const given = endsOf(argument);
  await ask(services, argument, given);
}

/** *Trace from Here…* */
export async function traceFrom(services: CommandServices, argument: unknown): Promise<void> {
  await ask(services, argument, present('from', endOf(services, argument)));
}

/** *Trace to Here…* */
export async function traceTo(services: CommandServices, argument: unknown): Promise<void> {
  await ask(services, argument, present('to', endOf(services, argument)));
}

interface Ends {
  readonly from?: string;
  readonly to?: string;
}

async function ask(services: CommandServices, argument: unknown, given: Ends): Promise<void> {
  const { l10n } = vscode;
  const graph = graphOf(services, argument);
  const ref = await sourceIn(services, graph, argument);
  if (ref === undefined) return;
  const { topology } = await services.sources.settledView(ref);
  if (topology === undefined) {
    void showInformation(l10n.t('There is nothing read to trace in yet.'));
    return;
  }
  const from = given.from ?? (await pickEnd(topology, 'from'));
  if (from === undefined) return;
  const strangers = graph.kind === 'frames' ? strangersTo(services, ref) : [];
  const to = given.to ?? (await pickEnd(topology, 'to', strangers));
  if (to === undefined) return;
  const shown = services.traces.show(ref, { from, to }, graph);
  if (typeof shown === 'string') void showInformation(displayText(shown));
}

interface EndItem extends vscode.QuickPickItem {
  readonly value: string;
  /** The engine it is on, where that is another one than the trace’s. */
  readonly elsewhere?: string;
}

/** A list to choose from, in which anything else may be typed too. */
async function pickEnd(
  topology: Topology,
  side: 'from' | 'to',
  strangers: readonly EndItem[] = [],
): Promise<string | undefined> {
  const { l10n } = vscode;
  const own = side === 'from' ? sourceItems(topology) : targetItems(topology);
  const known = withoutIcons([...own, ...strangers]);
  const pick = vscode.window.createQuickPick<EndItem>();
  pick.title = side === 'from' ? l10n.t('Trace Connection: From') : l10n.t('Trace Connection: To');
  pick.placeholder =
    side === 'from'
      ? l10n.t('A container, host, internet or an address outside')
      : l10n.t('Like web, db:5432, 172.18.0.3, host:8080 or internet');
  pick.matchOnDescription = true;
  // A panel that takes the focus when it is ready is no answer.
  pick.ignoreFocusOut = true;
  pick.items = known;
  pick.onDidChangeValue((text) => {
    const isKnownItem = known.some(({ value }) => value === text.trim());
    const typed: readonly EndItem[] =
      text.trim() === '' || isKnownItem
        ? []
        : [
            {
              label: displayText(text.trim()),
              value: text.trim(),
              description: problemOf(text, side) ?? '',
              alwaysShow: true,
            },
          ];
    // At the end, though the list shows it first: an answer names an item by its place, and may come
    // from a list that stood a moment before.
    pick.items = [...known, ...withoutIcons(typed)];
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen?.elsewhere !== undefined) {
        pick.hide();
        sayNotTraced(chosen);
        return;
      }
      if (chosen === undefined || problemOf(chosen.value, side) !== undefined) return;
      resolve(chosen.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** Containers of the other engines: they can be chosen, and then it is said why nothing is traced. */
function strangersTo({ engines }: CommandServices, ref: SourceRef): readonly EndItem[] {
  return engines.shown
    .filter(({ key }) => key !== sourceKey(ref))
    .flatMap(({ source, store }) => {
      const engine = store.reading?.engine.address ?? source.title;
      const elsewhere = displayText(engine);
      return (source.view().topology?.containers ?? []).map(({ name }) => ({
        label: displayText(name.value),
        description: vscode.l10n.t('on {0}: not traced between engines', elsewhere),
        value: name.value,
        elsewhere,
      }));
    });
}

function sayNotTraced({ label, elsewhere }: EndItem): void {
  const message = vscode.l10n.t(
    '{0} is on another engine, {1}. What lies between two engines is not known, so nothing is traced there. Trace to an address outside, like internet or a published port of that machine, instead.',
    label,
    elsewhere ?? '',
  );
  void showInformation(message);
}

function problemOf(text: string, side: 'from' | 'to'): string | undefined {
  if (side === 'from') return undefined;
  const parsed = parseTarget(text);
  return typeof parsed === 'string' ? parsed : undefined;
}

function sourceItems({ containers }: Topology): readonly EndItem[] {
  return [
    ...containers.map(({ name, state }) => ({
      label: displayText(name.value),
      description: state.value,
      value: name.value,
    })),
    ...beyond(),
  ];
}

function targetItems(topology: Topology): readonly EndItem[] {
  return [
    ...traceTargets(topology).map(({ value, publishes }) => {
      const told = targetNote(value, publishes);
      return {
        label: displayText(value),
        value,
        ...(told === undefined ? {} : { description: told }),
      };
    }),
    ...beyond(),
  ];
}

function targetNote(value: string, publishes: string | undefined): string | undefined {
  const { l10n } = vscode;
  // No engine gives such names; a file may, and then nobody can ask for them.
  if (problemOf(value, 'to') !== undefined)
    return l10n.t('cannot be asked for by this name; type its address');
  return publishes && l10n.t('published port of {0}', displayText(publishes));
}

function beyond(): readonly EndItem[] {
  return [
    { label: 'host', value: 'host', description: vscode.l10n.t('the machine the engine runs on') },
    { label: 'internet', value: 'internet', description: vscode.l10n.t('any address outside') },
  ];
}

/** The container, host or outside that a menu was opened on. */
function endOf({ sources }: CommandServices, argument: unknown): string | undefined {
  const subject = asSubject(argument);
  if (subject === undefined) return undefined;
  if (subject.from === 'graph' && subject.sceneId === hostId) return 'host';
  if (subject.from === 'graph' && subject.sceneId === outsideId) return 'internet';
  return resolveSubject(sources, subject)?.container?.name.value;
}

/** The graph a trace is shown in: the one a menu was opened in, else the one that is shown, else the engine's. */
function graphOf(services: CommandServices, argument: unknown): GraphRef {
  const subject = asSubject(argument);
  if (subject?.from === 'graph' && subject.graph !== undefined) {
    const graph = services.panels.find(subject.graph);
    if (graph !== undefined) return graph.ref;
  }
  return subject === undefined
    ? (graphInSight(services)?.ref ?? engineRef)
    : sourceOf(services, argument);
}

/** What is traced in; of several engines in one graph the one that is meant, asked for when nothing says so. */
async function sourceIn(
  services: CommandServices,
  graph: GraphRef,
  argument: unknown,
): Promise<SourceRef | undefined> {
  const { engines, panels } = services;
  const selection = panels.find(graphKey(graph))?.selection ?? [];
  const isMeant = asSubject(argument) !== undefined || selection.length > 0;
  const known = engines.shown.filter(({ store }) => store.reading !== undefined);
  if (graph.kind !== 'frames' || isMeant || known.length < 2) return sourceOf(services, argument);
  const items = known.map(({ ref, store }) => ({
    label: displayText(store.reading?.engine.address ?? ''),
    ref,
  }));
  const picked = await vscode.window.showQuickPick(withoutIcons(items), {
    title: vscode.l10n.t('Trace Connection'),
    placeHolder: vscode.l10n.t('Engine to trace in: between engines nothing is traced'),
  });
  return picked?.ref;
}

function graphInSight({ panels }: CommandServices): GraphPanel | undefined {
  return (
    panels.all.find(({ panel }) => panel.active) ?? panels.all.find(({ panel }) => panel.visible)
  );
}

/** Of what a menu was opened on, else of the graph that is shown, else the engine. */
export function sourceOf(services: CommandServices, argument: unknown): SourceRef {
  const subject = asSubject(argument);
  if (subject !== undefined) {
    const source = services.sources.find(subjectSource(subject));
    if (source !== undefined) return source.ref;
  }
  return graphInSight(services)?.source.ref ?? engineRef;
}

function endsOf(argument: unknown): Ends {
  if (typeof argument !== 'object' || argument === null) return {};
  const { from, to } = argument as { readonly from?: unknown; readonly to?: unknown };
  if (typeof to !== 'string' || typeof from !== 'string') return {};
  return { from, to };
}

function present<K extends keyof Ends>(name: K, value: string | undefined): Ends {
  return value === undefined ? {} : { [name]: value };
}
