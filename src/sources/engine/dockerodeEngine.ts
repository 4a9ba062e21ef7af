import type { Engine } from './engine';
import type { EngineEndpoint } from './engineEndpoint';
import { EngineError } from './engineError';

export interface EngineOptions {
  /** How long an answer may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number;
}

/** Opens an engine; nothing is asked of it yet. @throws EngineError */
export function openEngine(
  _endpoint: EngineEndpoint,
  _options: EngineOptions = {},
): Promise<Engine> {
  return Promise.reject(
    new EngineError('noEngine', 'Engines cannot be opened yet.', 'Open a snapshot.', ''),
  );
}
