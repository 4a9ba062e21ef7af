/** Major and minor of an engine version; `undefined` for texts that are none (`master-dockerproject…`). */
export function engineGeneration(
  version: string,
): { readonly major: number; readonly minor: number } | undefined {
  const match = /^v?(\d+)\.(\d+)/.exec(version);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]) };
}

/** Whether the engine is at least this major version; unreadable versions count as the newest. */
export function atLeast(version: string, major: number): boolean {
  const generation = engineGeneration(version);
  return generation === undefined || generation.major >= major;
}
