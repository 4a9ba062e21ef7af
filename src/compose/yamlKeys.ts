import { printed, type Path, type Tree } from './tree';

/** docker compose's words for a key that is no string (compose-go: formatInvalidKeyError; go-yaml for collections). */
export function invalidKey(path: Path, key: Tree, file: string): string {
  if (key.kind === 'map' || key.kind === 'list') {
    return `failed to parse ${file}: yaml: invalid map key: ${goSyntax(key)}`;
  }
  const where = path.length === 0 ? 'at top level' : `in ${dotted(path)}`;
  return `non-string key ${where}: ${goSyntax(key)}`;
}

function dotted(path: Path): string {
  return path
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

/** Go's `%#v`. */
function goSyntax(tree: Tree): string {
  switch (tree.kind) {
    case 'string':
      return JSON.stringify(tree.value);
    case 'list':
      return `[]interface {}{${tree.items.map(nested).join(', ')}}`;
    case 'map': {
      const fields = [...tree.entries].map(
        ([key, { value }]) => `${JSON.stringify(key)}:${nested(value)}`,
      );
      return `map[string]interface {}{${fields.sort().join(', ')}}`;
    }
    default:
      return printed(tree);
  }
}

function nested(tree: Tree): string {
  return tree.kind === 'null' ? 'interface {}(nil)' : goSyntax(tree);
}
