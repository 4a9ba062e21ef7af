import { Problems } from './problems';
import { ParsedFiles } from './parsedFiles';
import { printed, type Entry, type Tree } from './tree';

/** One step from the top of a file to a place in it: a key, or the number of a list item. */
export interface PathStep {
  readonly name: string;
  /** Offsets of key and value, or of the item. */
  readonly start: number;
  readonly end: number;
}

export interface PlaceInFile {
  /** From the top to the innermost key or item around the place. */
  readonly steps: readonly PathStep[];
  /** The key or plain value right under the place; absent between them. */
  readonly token?: { readonly text: string; readonly start: number; readonly end: number };
}

/**
 * What an offset of a compose file lies in, e.g. `services`, `web`, `networks`, `0`. A key's block
 * reaches to the last line of its value. Works on broken files as far as they can be made out.
 * @param files where the parsed file is looked for and kept
 */
export function placeInFile(
  path: string,
  text: string,
  offset: number,
  files = new ParsedFiles(),
): PlaceInFile {
  const { documents } = files.parse(path, text, new Problems(), false);
  const root = documents.findLast(({ root: { at } }) => at.start <= offset)?.root;
  return root === undefined ? { steps: [] } : descend(root, { text, offset });
}

interface Cursor {
  readonly text: string;
  readonly offset: number;
}

interface Candidate extends PathStep {
  readonly key?: Entry['key'];
  readonly value: Tree;
}

function descend(tree: Tree, cursor: Cursor): PlaceInFile {
  const steps: PathStep[] = [];
  let token: PlaceInFile['token'];
  for (let current = tree; ;) {
    const found = candidates(current).findLast((one) => contains(one, cursor));
    if (found === undefined) break;
    steps.push({ name: found.name, start: found.start, end: found.end });
    token = tokenAt(found, cursor);
    // Anchors and merges lead elsewhere in the file.
    if (found.value.at.start < found.start) break;
    current = found.value;
  }
  return token === undefined ? { steps } : { steps, token };
}

/** In the order in which they stand in the file; those that a merge key or an alias brought left out. */
function candidates(tree: Tree): readonly Candidate[] {
  if (tree.kind !== 'map' && tree.kind !== 'list') return [];
  const inside = (start: number) => start >= tree.at.start && start <= tree.at.end;
  const all: readonly Candidate[] =
    tree.kind === 'map'
      ? [...tree.entries].map(([name, { key, value }]) => ({
          name,
          start: key.start,
          end: value.at.start < key.start ? key.end : Math.max(key.end, value.at.end),
          key,
          value,
        }))
      : tree.items.map((value, index) => ({
          name: String(index),
          start: value.at.start,
          end: value.at.end,
          value,
        }));
  return all.filter(({ start }) => inside(start)).sort((a, b) => a.start - b.start);
}

/** Whole lines, except where the next thing begins on the same line. */
function contains({ start, end }: PathStep, { text, offset }: Cursor): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const isFirst = /^[\s-]*$/.test(text.slice(lineStart, start));
  if (offset < (isFirst ? lineStart : start)) return false;
  // The parser lets a block end where the next one begins.
  const last = text.slice(0, end).trimEnd().length;
  const lineEnd = text.indexOf('\n', Math.max(last, start));
  return offset <= (lineEnd < 0 ? text.length : lineEnd);
}

function tokenAt({ key, value }: Candidate, { offset }: Cursor): PlaceInFile['token'] {
  const isScalar = value.kind !== 'map' && value.kind !== 'list' && value.kind !== 'null';
  if (key !== undefined && offset >= key.start && offset <= key.end) {
    const { start, end, source } = key;
    return { text: source.text.slice(start, end), start, end };
  }
  const { start, end } = value.at;
  if (!isScalar || offset < start || offset > end) return undefined;
  return { text: printed(value), start, end };
}
