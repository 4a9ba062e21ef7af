import { castFor } from './casts';
import type { Problems } from './problems';
import type { Span } from './sourceText';
import { substitute, type Lookup } from './substitute';
import type { Entry, MapTree, Path, ScalarTree, Tree } from './tree';

/**
 * Replaces variables in all values (never in keys) and turns the strings of number and boolean fields
 * into what they say. What fails is reported and stays as it is written.
 */
export function interpolate(tree: MapTree, lookup: Lookup, problems: Problems): MapTree {
  return mapOf(tree, [], { lookup, problems });
}

interface Context {
  readonly lookup: Lookup;
  readonly problems: Problems;
}

function valueOf(tree: Tree, path: Path, context: Context): Tree {
  switch (tree.kind) {
    case 'string':
      return stringOf(tree, path, context);
    case 'map':
      return mapOf(tree, path, context);
    case 'list':
      return {
        ...tree,
        items: tree.items.map((item) => valueOf(item, [...path, '[]'], context)),
      };
    default:
      return tree;
  }
}

function mapOf(tree: MapTree, path: Path, context: Context): MapTree {
  const entries = new Map<string, Entry>();
  for (const [key, entry] of tree.entries) {
    const value = valueOf(entry.value, [...path, key], context);
    entries.set(key, value === entry.value ? entry : { key: entry.key, value });
  }
  return { ...tree, entries };
}

function stringOf(
  tree: ScalarTree & { readonly kind: 'string' },
  path: Path,
  { lookup, problems }: Context,
): Tree {
  const result = substitute(tree.value, lookup);
  if (!result.ok) {
    const where = path.join('.');
    problems.error(
      result.kind === 'invalid'
        ? `invalid interpolation format for ${where}.\nYou may need to escape any $ with another $.\n${result.piece}`
        : `error while interpolating ${where}: ${missing(result.name, result.reason)}`,
      narrow(tree.at, result.kind === 'invalid' ? result.piece : `\${${result.name}`),
    );
    return tree;
  }
  for (const name of result.unset) {
    problems.warning(unsetWarning(name), narrow(tree.at, name));
  }
  const cast = castFor(path);
  if (cast === undefined) {
    return result.value === tree.value
      ? tree
      : { kind: 'string', at: tree.at, value: result.value };
  }
  const cooked = cast(result.value, tree.at);
  if (!cooked.ok) {
    problems.error(
      `error while interpolating ${path.join('.')}: failed to cast to expected type: ${cooked.message}`,
      tree.at,
    );
    return tree;
  }
  if (cooked.warning !== undefined) problems.warning(cooked.warning, tree.at);
  return cooked.tree;
}

export function missing(name: string, reason: string): string {
  return `required variable ${name} is missing a value${reason === '' ? '' : `: ${reason}`}`;
}

export function unsetWarning(name: string): string {
  return `The ${JSON.stringify(name)} variable is not set. Defaulting to a blank string.`;
}

/** The piece inside the scalar, where it stands there as it is. */
function narrow(at: Span, piece: string): Span {
  const found = at.source.text.slice(at.start, at.end).indexOf(piece);
  return found < 0 ? at : { ...at, start: at.start + found, end: at.start + found + piece.length };
}
