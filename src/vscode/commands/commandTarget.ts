import * as vscode from 'vscode';
import type { Topology } from '../../model/topology';
import { elementTarget, type ElementTarget } from '../elementTarget';
import { displayText } from '../../scene/displayText';
import type { KnownEngine } from '../store/engines';
import type { SourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import { nodeTarget } from '../tree/treeModel';
import type { TreeNode } from '../tree/treeNode';
import { showWarning, withoutIcons } from '../messages';

/** What a command is about: a row of the tree, or an element of a graph. */
export type CommandSubject =
  | { readonly from: 'tree'; readonly node: TreeNode }
  | {
      readonly from: 'graph';
      readonly source: SourceKey;
      readonly sceneId: string;
      /** Key of the graph, where that shows more than the source. */
      readonly graph?: SourceKey;
    };

export interface CommandTarget extends ElementTarget {
  readonly source: SourceKey;
  readonly topology: Topology;
}

/** Menus hand over a tree node, graphs a subject; from the palette nothing comes. */
export function asSubject(argument: unknown): CommandSubject | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if (isTreeNode(argument)) return { from: 'tree', node: argument };
  return isGraphSubject(argument) ? argument : undefined;
}

function isTreeNode(value: object): value is TreeNode {
  return 'kind' in value && 'id' in value && 'source' in value && typeof value.source === 'string';
}

function isGraphSubject(value: object): value is CommandSubject {
  return (
    'from' in value &&
    value.from === 'graph' &&
    'source' in value &&
    typeof value.source === 'string' &&
    'sceneId' in value &&
    typeof value.sceneId === 'string'
  );
}

/** The engine, project or snapshot a subject is of. */
export function subjectSource(subject: CommandSubject): SourceKey {
  return subject.from === 'tree' ? subject.node.source : subject.source;
}

/** The nouns a subject stands for now; `undefined` when they are gone. */
export function resolveSubject(
  sources: Sources,
  subject: CommandSubject,
): CommandTarget | undefined {
  const source = subjectSource(subject);
  const topology = sources.find(source)?.view().topology;
  if (topology === undefined) return undefined;
  const target =
    subject.from === 'tree'
      ? nodeTarget(topology, subject.node)
      : elementTarget(topology, subject.sceneId);
  return { ...target, source, topology };
}

/**
 * What a command called on a row or element is about: all that is selected where that row is part of
 * the selection, as menus of a tree hand over. Empty from the palette.
 */
export function resolveSubjects(
  sources: Sources,
  argument: unknown,
  selected: unknown,
): readonly CommandTarget[] {
  const all: readonly unknown[] =
    Array.isArray(selected) && selected.length > 0 ? selected : [argument];
  const subject = asSubject(argument);
  const own = subject === undefined ? undefined : resolveSubject(sources, subject);
  return all.flatMap((one) => {
    const each = asSubject(one);
    const target = each && resolveSubject(sources, each);
    // Rows of another engine or snapshot cannot be changed together with this one.
    return target === undefined || target.source !== own?.source ? [] : [target];
  });
}

interface PickedTarget extends vscode.QuickPickItem {
  readonly target: ElementTarget;
}

/** Asks which network or container of the engine is meant. */
export async function pickTarget(
  engine: KnownEngine,
  title: string,
): Promise<CommandTarget | undefined> {
  const topology = await engineTopology(engine);
  if (topology === undefined) return undefined;
  const source = engine.key;
  const networks: PickedTarget[] = topology.networks.map((network) => ({
    label: displayText(network.name.value),
    description: network.driver.value,
    iconPath: new vscode.ThemeIcon('type-hierarchy-sub'),
    target: { network },
  }));
  const containers: PickedTarget[] = topology.containers.map((container) => ({
    label: displayText(container.name.value),
    description: container.state.value,
    iconPath: new vscode.ThemeIcon('vm'),
    target: { container },
  }));
  const items = withoutIcons([...networks, ...containers]);
  const picked = await vscode.window.showQuickPick(items, { title });
  return picked && { ...picked.target, source, topology };
}

/** The engine's topology, read when it was not yet; says so when there is none. */
export async function engineTopology(engine: KnownEngine): Promise<Topology | undefined> {
  const view = await engine.source.settledView();
  if (view.topology === undefined && view.status.kind === 'empty') {
    void showWarning(displayText(view.status.message));
  }
  return view.topology;
}
