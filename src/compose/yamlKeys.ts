import { printed, type Path, type Tree } from './tree';

/** docker compose's words for a key that is no string (compose-go: formatInvalidKeyError). */
export function unhashableKey(path: Path, key: Tree): string {
  const where = path.length === 0 ? 'at top level' : `in ${dotted(path)}`;
  return `non-string key ${where}: ${key.kind === 'time' ? `time.Time{${key.text}}` : printed(key)}`;
}

function dotted(path: Path): string {
  return path
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}
