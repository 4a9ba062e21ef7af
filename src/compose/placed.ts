import type { Placed } from '../model/composeProject';
import { declaredAt } from './sourceText';
import { entriesOf, printed, stringOf, type Tree } from './tree';

export function byName<T>(name: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
}

export function placed<T>(value: T, tree: Tree): Placed<T> {
  return { value, at: declaredAt(tree.at) };
}

/** A field that holds text; numbers are printed as docker compose does. */
export function placedText(tree: Tree | undefined): Placed<string> | undefined {
  if (tree === undefined || tree.kind === 'null' || tree.kind === 'map' || tree.kind === 'list') {
    return undefined;
  }
  const value = printed(tree);
  return value === '' ? undefined : placed(value, tree);
}

export function placedTexts(tree: Tree | undefined): readonly Placed<string>[] {
  const items = tree?.kind === 'list' ? tree.items : tree === undefined ? [] : [tree];
  return items.flatMap((item) => placedText(item) ?? []);
}

export function placedFlag(tree: Tree | undefined): Placed<boolean> | undefined {
  if (tree?.kind === 'bool') return placed(tree.value, tree);
  const value = stringOf(tree)?.toLowerCase();
  return tree !== undefined && (value === 'true' || value === 'false')
    ? placed(value === 'true', tree)
    : undefined;
}

/** `{ [key]: value }`, or nothing when there is no value: for optional fields. */
export function optional<K extends string, V>(
  key: K,
  value: V | undefined,
): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}

export function toOptions(
  tree: Tree | undefined,
): readonly { readonly name: string; readonly value: Placed<string> }[] {
  return entriesOf(tree)
    .map(([name, { value }]) => ({
      name,
      value: placed(value.kind === 'null' ? '' : printed(value), value),
    }))
    .sort(byName((option) => option.name));
}
