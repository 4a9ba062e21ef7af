import { EngineError } from './engineError';

/** Below it `GET /networks` and the event filters are others (Docker 1.12, 2016). */
const oldestMinor = 24;
/** The newest one whose answers are known (Docker 29.6). */
const newestKnownMinor = 55;

/**
 * The API version to speak, e.g. `1.41`: the engine's own, but none newer than is known, unless it
 * takes only newer ones. Takes the answer of `GET /version`.
 * @throws EngineError `badAnswer`, `apiTooOld`
 */
export function negotiateApiVersion(version: {
  readonly ApiVersion?: string | undefined;
  readonly MinAPIVersion?: string | undefined;
}): string {
  const newest = minorOf(version.ApiVersion);
  if (newest === undefined) {
    throw new EngineError(
      'badAnswer',
      'What answers at this address is not a container engine.',
      'Check the address of the engine.',
      `ApiVersion: ${JSON.stringify(version.ApiVersion)}`,
    );
  }
  if (newest < oldestMinor) {
    throw new EngineError(
      'apiTooOld',
      `This engine is too old: it speaks API 1.${newest}, and 1.${oldestMinor} is the oldest that can be read.`,
      'Update the engine.',
      `ApiVersion: ${version.ApiVersion}`,
    );
  }
  const oldest = minorOf(version.MinAPIVersion) ?? oldestMinor;
  return `1.${oldest > newestKnownMinor ? newest : Math.min(newest, newestKnownMinor)}`;
}

function minorOf(text: string | undefined): number | undefined {
  const minor = /^1\.(\d{1,4})$/.exec(text ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
