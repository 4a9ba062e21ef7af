import { displayText } from '../displayText';
import type { Certainty, Scene, SceneEdge } from '../scene';
import {
  exportEdges,
  exportLines,
  exportTree,
  isLit,
  type ExportNode,
  type ExportTree,
} from './exportTree';

/**
 * The scene as a Mermaid flowchart: boxes that hold others are subgraphs. Foreign text only stands
 * in quoted labels, every character of it that could mean something as an entity code
 * (Mermaid, Flowcharts: "Entity codes to escape characters"). Ends with a line break.
 * @param lit scene ids that stand out, as a trace's path does; the rest is dimmed
 */
export function mermaidOf(scene: Scene, lit?: ReadonlySet<string>): string {
  const tree = exportTree(scene);
  const edges = exportEdges(scene).flatMap((edge) => edgeOf(edge, tree, lit));
  const lines = [
    '%% written by Vethscope',
    'flowchart TB',
    `  accTitle: ${plainTitle(scene.title)}`,
    ...tree.roots.flatMap((node) => nodeLines(node, '  ')),
    ...edges.map(({ line }) => `  ${line}`),
    '  classDef observed stroke-width:1.5px',
    '  classDef guessed stroke-dasharray:7 4',
    '  classDef unknown stroke-dasharray:2 3',
    ...classLines(tree),
    ...dimLines(tree, lit),
    ...edges.flatMap(({ style }, index) =>
      style === undefined ? [] : [`  linkStyle ${index} ${style}`],
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const dimmed = 'opacity:0.3';

/**
 * Letters, digits, spaces and a little punctuation stay; all else is `#` code `;`. Colons too: where
 * `style` and a colon stand before a code, Mermaid takes the code's end for that of a statement.
 */
export function mermaidText(text: string): string {
  const plain = displayText(text).replace(/[^\p{L}\p{M}\p{N} .,/_-]/gu, (character) => {
    return `#${character.codePointAt(0) ?? 0xfffd};`;
  });
  // A first word of a label can begin a list in Markdown, which Mermaid refuses to draw.
  return plain.replace(/^(\s*)([-.\d]+)(?=\s)/, (_all, space: string, mark: string) => {
    return space + Array.from(mark, (one) => `#${one.charCodeAt(0)};`).join('');
  });
}

/** Entity codes are not read in titles: there, what could mean something is left out. */
function plainTitle(title: string): string {
  return displayText(title)
    .replace(/[^\p{L}\p{M}\p{N} .,:/_+-]+/gu, ' ')
    .trim();
}

function nodeLines({ element, number, children }: ExportNode, indent: string): readonly string[] {
  // Mermaid refuses an empty label, and draws what a subgraph holds over a second line of its title.
  const lines = exportLines(element).map(mermaidText);
  const label = lines.join(children.length === 0 ? '<br/>' : ' · ') || ' ';
  if (children.length === 0) return [`${indent}${nodeName(number)}${shaped(element.kind, label)}`];
  return [
    `${indent}subgraph ${nodeName(number)}["${label}"]`,
    ...children.flatMap((child) => nodeLines(child, `${indent}  `)),
    `${indent}end`,
  ];
}

function shaped(kind: ExportNode['element']['kind'], label: string): string {
  switch (kind) {
    case 'port':
    case 'outside':
      return `(["${label}"])`;
    case 'container':
    case 'endpoint':
    case 'network':
    case 'host':
    case 'engine':
      return `("${label}")`;
    case 'bridge':
      return `[["${label}"]]`;
    case 'nic':
    case 'veth':
    case 'sandbox':
      return `["${label}"]`;
  }
}

function edgeOf(
  edge: SceneEdge,
  { byId }: ExportTree,
  lit: ReadonlySet<string> | undefined,
): readonly { readonly line: string; readonly style: string | undefined }[] {
  const { from, to, kind, provenance, flags } = edge;
  const source = byId.get(from);
  const target = byId.get(to);
  if (source === undefined || target === undefined || source === target) return [];
  const isSure = provenance.kind === 'observed';
  const head = kind === 'nat' ? '>' : '-';
  const arrow = isSure ? `--${head}` : `-.-${kind === 'nat' ? '>' : ''}`;
  const styles = [
    ...(flags.includes('default-route') ? ['stroke-width:3.5px'] : []),
    ...(provenance.kind === 'unknown' ? ['stroke-dasharray:2 3'] : []),
    ...(isLit(edge, lit) ? [] : [dimmed]),
  ];
  return [
    {
      line: `${nodeName(source.number)} ${arrow} ${nodeName(target.number)}`,
      style: styles.length === 0 ? undefined : styles.join(','),
    },
  ];
}

function classLines({ byId }: ExportTree): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { element, number } of byId.values()) {
    const name = className(element.certainty);
    const found = names.get(name);
    if (found === undefined) names.set(name, [nodeName(number)]);
    else found.push(nodeName(number));
  }
  return [...names].sort(byName).map(([name, nodes]) => `  class ${nodes.join(',')} ${name}`);
}

function dimLines({ byId }: ExportTree, lit: ReadonlySet<string> | undefined): readonly string[] {
  const nodes = [...byId.values()]
    .filter(({ element }) => lit?.has(element.id) === false)
    .map(({ number }) => nodeName(number));
  return nodes.length === 0 ? [] : [`  classDef dim ${dimmed}`, `  class ${nodes.join(',')} dim`];
}

function className(certainty: Certainty): string {
  if (certainty === 'observed' || certainty === 'unknown') return certainty;
  return 'guessed';
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function nodeName(number: number): string {
  return `n${number}`;
}
