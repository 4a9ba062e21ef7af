/**
 * Ids in a picture of several engines: `@<frame>/<id>`, where the id is what the element has in its own
 * engine's picture. No scene id begins with an `@`, and no frame's name holds a slash.
 */
export interface FramedId {
  readonly frame: string;
  readonly id: string;
}

/** What the frame's own box has instead of an id in its engine's picture. */
const frameBox = 'engine:frame';

export function framedId(frame: string, id: string): string {
  return `@${frame}/${id}`;
}

/** Of the frame's own box. */
export function frameId(frame: string): string {
  return framedId(frame, frameBox);
}

/** `undefined` for an id of a picture without frames. */
export function parseFramedId(text: string): FramedId | undefined {
  const slash = text.indexOf('/');
  return text.startsWith('@') && slash > 1
    ? { frame: text.slice(1, slash), id: text.slice(slash + 1) }
    : undefined;
}

export function isFrameId(text: string): boolean {
  return parseFramedId(text)?.id === frameBox;
}

const longestName = 60;

/** A short name for each key, of letters, digits, dots, dashes and underscores; no two are the same. */
export function frameNames(keys: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return keys.map((key) => {
    const plain = key.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, longestName) || '_';
    let name = plain;
    // No plain name holds a tilde.
    for (let next = 2; taken.has(name); next++) name = `${plain}~${next}`;
    taken.add(name);
    return name;
  });
}
