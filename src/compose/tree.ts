import type { Span } from './sourceText';

/**
 * A YAML value with the place it was written at. Immutable, so that merging, extending and including
 * share what they do not change, and every fact keeps its place. Integers and floats are told apart,
 * as docker compose does.
 */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly at: Span;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** Where the key stands. */
  readonly key: Span;
  readonly value: Tree;
}

export interface ListTree {
  readonly kind: 'list';
  readonly at: Span;
  readonly items: readonly Tree[];
}

export type ScalarTree =
  | { readonly kind: 'string'; readonly at: Span; readonly value: string }
  | {
      readonly kind: 'int' | 'float';
      readonly at: Span;
      readonly value: number;
      /** As Go prints the number. */
      readonly text: string;
    }
  | { readonly kind: 'bool'; readonly at: Span; readonly value: boolean }
  | { readonly kind: 'null'; readonly at: Span }
  /** An unquoted date, which no field of a compose file accepts. */
  | { readonly kind: 'time'; readonly at: Span; readonly text: string };

/** Keys from the top of the document; list items are `[]` or their number, as each message wants it. */
export type Path = readonly string[];

export function emptyMap(at: Span): MapTree {
  return { kind: 'map', at, entries: new Map() };
}

export function text(value: string, at: Span): ScalarTree {
  return { kind: 'string', at, value };
}

export function integer(value: number, at: Span): ScalarTree {
  return { kind: 'int', at, value, text: String(value) };
}

export function bool(value: boolean, at: Span): ScalarTree {
  return { kind: 'bool', at, value };
}

export function nullAt(at: Span): ScalarTree {
  return { kind: 'null', at };
}

export function child(tree: Tree | undefined, ...keys: readonly string[]): Tree | undefined {
  let current = tree;
  for (const key of keys) {
    if (current?.kind !== 'map') return undefined;
    current = current.entries.get(key)?.value;
  }
  return current;
}

export function entriesOf(tree: Tree | undefined): readonly (readonly [string, Entry])[] {
  return tree?.kind === 'map' ? [...tree.entries] : [];
}

export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

export function stringOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'string' ? tree.value : undefined;
}

/** A copy with this entry set, or taken out when the value is `undefined`. */
export function withEntry(tree: MapTree, key: string, value: Tree | undefined): MapTree {
  const entries = new Map(tree.entries);
  if (value === undefined) entries.delete(key);
  else entries.set(key, { key: entries.get(key)?.key ?? value.at, value });
  return { ...tree, entries };
}

/** As Go's `%v` prints it; maps and lists never get this far. */
export function printed(tree: Tree): string {
  switch (tree.kind) {
    case 'string':
      return tree.value;
    case 'int':
    case 'float':
    case 'time':
      return tree.text;
    case 'bool':
      return String(tree.value);
    case 'null':
      return '<nil>';
    case 'list':
      return `[${tree.items.map(printed).join(' ')}]`;
    case 'map':
      return `map[${entriesOf(tree)
        .map(([key, entry]) => `${key}:${printed(entry.value)}`)
        .sort()
        .join(' ')}]`;
  }
}

/** As Go's `%s` prints it: texts as they are, marked where they are none. */
export function formatted(tree: Tree): string {
  switch (tree.kind) {
    case 'string':
      return tree.value;
    case 'list':
      return `[${tree.items.map(formatted).join(' ')}]`;
    case 'map':
      return `map[${entriesOf(tree)
        .map(([key, entry]) => `${key}:${formatted(entry.value)}`)
        .sort()
        .join(' ')}]`;
    case 'null':
      return '%!s(<nil>)';
    case 'time':
      return tree.text;
    default:
      return `%!s(${goType(tree)}=${printed(tree)})`;
  }
}

/** The Go type docker compose names in its messages. */
export function goType(tree: Tree): string {
  switch (tree.kind) {
    case 'string':
      return 'string';
    case 'int':
      return 'int';
    case 'float':
      return 'float64';
    case 'bool':
      return 'bool';
    case 'null':
      return '<nil>';
    case 'time':
      return 'time.Time';
    case 'list':
      return '[]interface {}';
    case 'map':
      return 'map[string]interface {}';
  }
}

/** Equal in value, wherever they were written. */
export function treesEqual(a: Tree, b: Tree): boolean {
  if (a === b) return true;
  if (a.kind === 'map' && b.kind === 'map') {
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, entry]) => {
        const other = b.entries.get(key);
        return other !== undefined && treesEqual(entry.value, other.value);
      })
    );
  }
  if (a.kind === 'list' && b.kind === 'list') {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => treesEqual(item, b.items[index] ?? item))
    );
  }
  return a.kind === b.kind && printed(a) === printed(b);
}
