export interface ShortVolume {
  readonly type: 'bind' | 'volume';
  /** Empty for an anonymous volume. */
  readonly source: string;
  readonly target: string;
}

/** `[SOURCE:]TARGET[:OPTIONS]`, Windows drives included (compose-go: format.ParseVolume). */
export function parseVolume(spec: string): ShortVolume | { readonly error: string } {
  if (spec === '') return { error: 'invalid empty volume spec' };
  if (spec.length <= 2) return { type: 'volume', source: '', target: spec };
  const parts = splitSpec(spec);
  if (parts.includes('')) {
    return { error: `invalid spec: ${spec}: empty section between colons` };
  }
  if (parts.length > 3) return { error: `invalid spec: ${spec}: too many colons` };
  const [first = '', second] = parts;
  const source = second === undefined ? '' : first;
  return {
    type: isFilePath(source) ? 'bind' : 'volume',
    source,
    target: clean(second ?? first),
  };
}

/** The target of a short volume, as the key that tells two of them apart. */
export function volumeTarget(spec: string): { readonly key: string } | { readonly error: string } {
  const parsed = parseVolume(spec);
  return 'error' in parsed ? parsed : { key: parsed.target };
}

function splitSpec(spec: string): readonly string[] {
  const parts: string[] = [];
  let buffer = '';
  let open = 0;
  for (let index = 0; index < spec.length; index++) {
    const character = spec[index] ?? '';
    if (character === '$' && spec[index + 1] === '{') open++;
    else if (character === '}' && open > 0) open--;
    else if (character === ':' && open === 0 && !/^\p{L}$/u.test(buffer)) {
      parts.push(buffer);
      buffer = '';
      continue;
    }
    buffer += character;
  }
  return [...parts, buffer];
}

function isFilePath(source: string): boolean {
  return /^[./~]|^\\\\|^\p{L}:/u.test(source);
}

/** Go's path.Clean. */
export function clean(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !rooted) parts.push(part);
  }
  return (rooted ? '/' : '') + parts.join('/') || '.';
}
