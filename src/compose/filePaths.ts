/**
 * Paths of compose files, without the host's path module: the reader may be a disk, a remote workspace
 * or a test. Both separators are understood; results use the one of the base.
 */

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-zA-Z]:[\\/]/.test(path) || path.startsWith('\\\\');
}

function separatorOf(path: string): '/' | '\\' {
  return /^[a-zA-Z]:|^\\\\/.test(path) && path.includes('\\') ? '\\' : '/';
}

/** `base` and `path` joined and cleaned of `.` and `..`; `path` alone when it is absolute. */
export function resolvePath(base: string, path: string): string {
  return clean(isAbsolute(path) ? path : `${base}${separatorOf(base)}${path}`);
}

function clean(path: string): string {
  const separator = separatorOf(path);
  const isWindows = separator === '\\';
  const root = /^(?:[a-zA-Z]:[\\/]|\\\\|\/)/.exec(path)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of path.slice(root.length).split(isWindows ? /[\\/]/ : '/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return root + parts.join(separator);
}

export function folderOf(path: string): string {
  const cut = Math.max(
    path.lastIndexOf('/'),
    separatorOf(path) === '\\' ? path.lastIndexOf('\\') : -1,
  );
  if (cut < 0) return '.';
  const folder = path.slice(0, cut);
  return folder === '' || /^[a-zA-Z]:$/.test(folder) ? path.slice(0, cut + 1) : folder;
}

export function baseName(path: string): string {
  return (
    path.split(separatorOf(path) === '\\' ? /[\\/]/ : '/').findLast((part) => part !== '') ?? ''
  );
}
