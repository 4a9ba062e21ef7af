/**
 * A text that is equal for records that say the same. Keys and array members are sorted, because the
 * engine lists ports and mounts in the order of a Go map: another one each time.
 */
export function fingerprint(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(fingerprint).sort().join()}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => `${JSON.stringify(key)}:${fingerprint(member)}`);
    return `{${members.sort().join()}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}
