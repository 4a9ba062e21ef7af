import { displayText } from '../displayText';
import type { Certainty, Scene, SceneEdge, SceneElement } from '../scene';
import {
  exportEdges,
  exportLines,
  exportTree,
  isLit,
  type ExportNode,
  type ExportTree,
} from './exportTree';

/**
 * The scene in Graphviz' DOT language: boxes that hold others are clusters, and wires to them end at
 * the cluster's edge (`lhead`, `ltail`). Foreign text only stands in quoted strings, with the
 * escapes of escString and HTML entities written out (Graphviz: escString, "Character Set"). Ends
 * with a line break.
 * @param lit scene ids that stand out, as a trace's path does; the rest is grey
 */
export function dotOf(scene: Scene, lit?: ReadonlySet<string>): string {
  const tree = exportTree(scene);
  const ends = new Set(scene.edges.flatMap(({ from, to }) => [from, to]));
  const lines = [
    '// written by Vethscope',
    'digraph vethscope {',
    `  graph [compound=true, rankdir=TB, fontname="sans-serif", tooltip=${quoted(scene.title)}]`,
    '  node [shape=box, fontname="sans-serif", fontsize=11, margin="0.1,0.05"]',
    '  edge [dir=none, fontname="sans-serif"]',
    `  label=${quoted(scene.title)}`,
    '  labelloc=t',
    ...tree.roots.flatMap((node) => nodeLines(node, '  ', ends, lit)),
    ...exportEdges(scene).flatMap((edge) => edgeLines(edge, tree, lit)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const dimmed = 'color="#bbbbbb", fontcolor="#999999", fillcolor="#eeeeee"';

/** A string in double quotes; line breaks within it are written `\n`. */
function quoted(...texts: readonly string[]): string {
  const lines = texts.map((text) =>
    displayText(text).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
  );
  return `"${lines.join('\\n')}"`;
}

function nodeLines(
  { element, number, children }: ExportNode,
  indent: string,
  ends: ReadonlySet<string>,
  lit: ReadonlySet<string> | undefined,
): readonly string[] {
  const label = quoted(...exportLines(element));
  const tooltip = quoted(element.description);
  const isDim = lit?.has(element.id) === false;
  if (children.length === 0) {
    const { shape, styles } = nodeLook(element);
    const style = [...styles, ...lineStyles(element.certainty)].join(',');
    const width = isBold(element) ? ', penwidth=2.5' : '';
    return [
      `${indent}n${number} [label=${label}, tooltip=${tooltip}, shape=${shape}, style="${style}"${width}${isDim ? `, ${dimmed}` : ''}]`,
    ];
  }
  const within = `${indent}  `;
  // Wires join nodes alone: a cluster that one ends at holds a node that is not seen.
  const anchor = ends.has(element.id)
    ? [`${within}n${number} [label="", shape=point, style=invis, width=0, height=0, margin=0]`]
    : [];
  return [
    `${indent}subgraph cluster_${number} {`,
    `${within}label=${label}`,
    `${within}tooltip=${tooltip}`,
    `${within}style="${['rounded', ...lineStyles(element.certainty)].join(',')}"`,
    // Clusters take over what their own cluster is.
    ...(lit === undefined
      ? []
      : [`${within}graph [${isDim ? dimmed : 'color=black, fontcolor=black'}]`]),
    ...anchor,
    ...children.flatMap((child) => nodeLines(child, within, ends, lit)),
    `${indent}}`,
  ];
}

function nodeLook({ kind, flags }: SceneElement): {
  readonly shape: string;
  readonly styles: readonly string[];
} {
  if (flags.includes('orphan')) return { shape: 'box', styles: [] };
  if (flags.includes('internal')) return { shape: 'octagon', styles: [] };
  switch (kind) {
    case 'bridge':
      return { shape: 'box', styles: ['filled'] };
    case 'veth':
      return { shape: 'box', styles: [] };
    case 'port':
    case 'outside':
    case 'container':
    case 'endpoint':
    case 'network':
    case 'host':
    case 'engine':
    case 'nic':
    case 'sandbox':
      return { shape: 'box', styles: ['rounded'] };
  }
}

function edgeLines(
  edge: SceneEdge,
  { byId }: ExportTree,
  lit: ReadonlySet<string> | undefined,
): readonly string[] {
  const source = byId.get(edge.from);
  const target = byId.get(edge.to);
  if (source === undefined || target === undefined || source === target) return [];
  const style = lineStyles(edge.provenance.kind).join(',');
  const attributes = [
    ...(style === '' ? [] : [`style="${style}"`]),
    ...(edge.flags.includes('default-route') ? ['penwidth=3'] : []),
    ...(edge.kind === 'nat' ? ['dir=forward'] : []),
    ...(isLit(edge, lit) ? [] : ['color="#bbbbbb"']),
    ...(source.children.length > 0 ? [`ltail=cluster_${source.number}`] : []),
    ...(target.children.length > 0 ? [`lhead=cluster_${target.number}`] : []),
  ];
  const list = attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`;
  return [`  n${source.number} -> n${target.number}${list}`];
}

function isBold({ flags }: SceneElement): boolean {
  return flags.includes('default-route') || flags.includes('orphan');
}

function lineStyles(certainty: Certainty): readonly string[] {
  switch (certainty) {
    case 'observed':
      return [];
    case 'declared':
    case 'predicted':
      return ['dashed'];
    case 'unknown':
      return ['dotted'];
  }
}
