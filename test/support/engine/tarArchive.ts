/** One entry of an archive; parents are made by whoever unpacks it. */
export type TarContent =
  | { readonly kind: 'file'; readonly content: Buffer }
  | { readonly kind: 'link'; readonly target: string };

const blockSize = 512;

/** An archive of these entries, by path. */
export function tarArchive(entries: Iterable<readonly [string, TarContent]>): Buffer {
  return Buffer.concat([
    ...[...entries].map(([name, content]) => tarEntry(name, content)),
    Buffer.alloc(2 * blockSize),
  ]);
}

/** One entry in the ustar format (POSIX.1-1988): a header block, then the content in whole blocks. */
function tarEntry(name: string, what: TarContent): Buffer {
  const content = what.kind === 'file' ? what.content : Buffer.alloc(0);
  const header = Buffer.alloc(blockSize);
  header.write(name, 0);
  header.write(octal(0o755, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(content.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write(what.kind === 'file' ? '0' : '2', 156);
  if (what.kind === 'link') header.write(what.target, 157);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(octal(sum, 7), 148);
  const padding = (blockSize - (content.length % blockSize)) % blockSize;
  return Buffer.concat([header, content, Buffer.alloc(padding)]);
}

/** Octal digits that fill the field up to its closing NUL. */
function octal(value: number, fieldLength: number): string {
  return `${value.toString(8).padStart(fieldLength - 1, '0')}\0`;
}
