import { displayText } from '../displayText';
import type { Scene, SceneEdge, SceneElement, SceneFlag } from '../scene';

/** An element with what is drawn in it, for formats that lay out anew. */
export interface ExportNode {
  readonly element: SceneElement;
  /** Its place among the scene's elements: foreign text makes no identifiers. */
  readonly number: number;
  readonly children: readonly ExportNode[];
}

export interface ExportTree {
  readonly roots: readonly ExportNode[];
  readonly byId: ReadonlyMap<string, ExportNode>;
}

/** A parent counts where it stands before its children, as it does in every scene that was built. */
export function exportTree({ elements }: Scene): ExportTree {
  const roots: ExportNode[] = [];
  const byId = new Map<string, ExportNode>();
  const childrenOf = new Map<string, ExportNode[]>();
  for (const [number, element] of elements.entries()) {
    const children: ExportNode[] = [];
    const node: ExportNode = { element, number, children };
    const siblings = element.parent === undefined ? undefined : childrenOf.get(element.parent);
    (siblings ?? roots).push(node);
    byId.set(element.id, node);
    childrenOf.set(element.id, children);
  }
  return { roots, byId };
}

/**
 * The scene's edges, and one from each bus to the plugs that sit on it: where a format lays out
 * anew, touching says nothing.
 */
export function exportEdges({ elements, edges }: Scene): readonly SceneEdge[] {
  const buses = new Map(
    elements.flatMap(({ id, kind, parent }) =>
      kind === 'bridge' && parent !== undefined ? [[parent, id] as const] : [],
    ),
  );
  const plugs = elements.flatMap((element): readonly SceneEdge[] => {
    const bus = element.kind === 'veth' ? buses.get(element.parent ?? '') : undefined;
    if (bus === undefined) return [];
    const { id, certainty } = element;
    const provenance = plugSources[certainty];
    return [
      { id: plugEdge(id), kind: 'wire', from: bus, to: id, provenance, points: [], flags: [] },
    ];
  });
  return [...plugs, ...edges];
}

/** Whether an edge of `exportEdges` belongs to what stands out. */
export function isLit({ id, from, to }: SceneEdge, lit: ReadonlySet<string> | undefined): boolean {
  return lit === undefined || lit.has(id) || (id === plugEdge(to) && lit.has(from) && lit.has(to));
}

function plugEdge(plug: string): string {
  return `plug:${plug}`;
}

/** As sure as the plug is; these formats show no more of it. */
const plugSources: Readonly<Record<SceneElement['certainty'], SceneEdge['provenance']>> = {
  observed: { kind: 'observed', from: '' },
  declared: { kind: 'predicted', rule: '' },
  predicted: { kind: 'predicted', rule: '' },
  unknown: { kind: 'unknown', reason: '' },
};

const cut = '…';

/** Said in words where the scene's texts do not, since these formats have no fitting shape. */
const flagWords: Partial<Readonly<Record<SceneFlag, string>>> = {
  stopped: 'stopped',
  paused: 'paused',
  inactive: 'inactive',
  stale: 'out of date',
  internal: 'internal',
  orphan: 'left over',
  'drift-missing': 'in the files, not running',
  'drift-extra': 'running, not in the files',
  'drift-changed': 'not as in the files',
};

/**
 * What an element says, line by line: its texts, whole where the box was too small for its name or
 * address, and its flags in words.
 */
export function exportLines({
  kind,
  name,
  address,
  texts,
  flags,
}: SceneElement): readonly string[] {
  const whole = displayText(name);
  // A heading in the host is about what stands below it there.
  const own = kind === 'host' ? texts.filter(({ role }) => role !== 'title') : texts;
  const lines = own.map(({ text }) =>
    text.endsWith(cut) && whole.startsWith(text.slice(0, -cut.length)) ? whole : text,
  );
  const shown = lines.filter((line) => line !== '');
  if (shown.length === 0) shown.push(whole);
  if (address !== undefined && !shown.some((line) => line.includes(address))) {
    shown.push(displayText(address));
  }
  const said = shown.join(' ');
  const words = flags
    .flatMap((flag) => flagWords[flag] ?? [])
    .filter((word) => !said.includes(word));
  return words.length === 0 ? shown : [...shown, `(${words.join(', ')})`];
}
