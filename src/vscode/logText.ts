import { withoutCredentials } from '../model/withoutCredentials';
import { displayLines } from '../scene/displayText';
import { EngineError } from '../sources/engine/engineError';

/** What may stand in a log: no credentials, and nothing that steers the terminal it is read in. */
export function logText(text: string): string {
  return displayLines(withoutCredentials(text));
}

/** What the log keeps of an error. */
export function errorDetail(error: unknown): string {
  if (error instanceof EngineError)
    return logText(`${error.reason}: ${error.message} (${error.detail})`);
  return logText(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
