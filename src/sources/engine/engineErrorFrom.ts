import { EngineError, unreachableReasons, type EngineErrorReason } from './engineError';
import { networkRefusals } from './networkRefusals';
import { refusals, type Refusal } from './refusals';
import { startRefusals } from './startRefusals';
import { tlsError } from './tlsError';

/** In the order they are tried: what a container's start says may repeat what joining a network says. */
const allRefusals: readonly Refusal[] = [...startRefusals, ...networkRefusals, ...refusals];

/** Longest piece of an engine's own words that a sentence repeats, in characters. */
const longestQuote = 300;

/**
 * The error for an answer that is not a success. `message` is the `message` member of the engine's
 * JSON; `undefined` when the body was none, so that something else than an engine answered.
 */
export function engineErrorFromAnswer(status: number, message: string | undefined): EngineError {
  const detail = `HTTP ${status}: ${message ?? 'no message'}`;
  const known = message === undefined ? undefined : refusalFor(message);
  if (known !== undefined) {
    return new EngineError(known.reason, known.sentence, known.nextStep, detail, status);
  }
  if (status >= 500) {
    return new EngineError(
      'serverError',
      message === undefined
        ? `The engine failed with HTTP ${status}.`
        : `The engine failed: ${quote(message)}`,
      "Look into the engine's log, then try again.",
      detail,
      status,
    );
  }
  if (message === undefined && (status === 401 || status === 403)) {
    return new EngineError(
      'permission',
      'What stands before the engine does not allow this request.',
      'Allow it in the proxy, or choose another engine.',
      detail,
      status,
    );
  }
  if (message === undefined || status < 400) {
    return new EngineError(
      'badAnswer',
      `What answers at this address is not a container engine (HTTP ${status}).`,
      'Check the address of the engine.',
      detail,
      status,
    );
  }
  return new EngineError(
    'refused',
    `The engine refused: ${quote(message)}`,
    'Change what was asked for, then try again.',
    detail,
    status,
  );
}

/** When something failed without a whole answer: before one began, or within its body. */
export type FailureStage = 'connecting' | 'body';

/** The error for a request that got no whole answer: node's system and TLS errors. */
export function engineErrorFromFailure(error: unknown, stage: FailureStage): EngineError {
  const detail = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError(
      'permission',
      'You may not open the socket of the engine.',
      'Run `sudo usermod -aG docker $USER`, then log out and in again.',
      detail,
    );
  }
  const tls = tlsError(code, detail);
  if (tls !== undefined) return tls;
  if (stage === 'body') {
    return new EngineError(
      'badAnswer',
      'The engine broke off in the middle of an answer.',
      "Try again; if it stays, look into the engine's log.",
      detail,
    );
  }
  if (code.startsWith('HPE_') || detail.startsWith('Max redirects exceeded')) {
    return new EngineError(
      'badAnswer',
      'What answers at this address is not a container engine.',
      'Check the address of the engine.',
      detail,
    );
  }
  return new EngineError(
    'noEngine',
    code === 'ENOENT'
      ? 'There is no engine: its socket does not exist.'
      : 'No engine answers at this address.',
    'Start the engine (for Docker: `sudo systemctl start docker`), or choose another one.',
    detail,
  );
}

/** No answer, or no further piece of one, within the time. */
export function timeoutError(milliseconds: number): EngineError {
  return new EngineError(
    'timeout',
    `The engine did not answer within ${milliseconds / 1000} s.`,
    'Try again; if it stays, restart the engine.',
    `no answer within ${milliseconds} ms`,
  );
}

export function cancelledError(): EngineError {
  return new EngineError('cancelled', 'Cancelled.', 'Try again when you like.', 'aborted');
}

export function badAnswerError(what: string, detail: string): EngineError {
  return new EngineError(
    'badAnswer',
    `The engine's answer to ${what} makes no sense.`,
    'Check what listens at the address of the engine.',
    detail,
  );
}

function refusalFor(message: string): Refusal | undefined {
  return allRefusals.find((refusal) => refusal.pattern.test(message));
}

function quote(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // A host name with several addresses fails with one error for each.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

/** Whether every further request would fail the same way. */
export function isFatal(reason: EngineErrorReason): boolean {
  return fatalReasons.has(reason);
}

const fatalReasons: ReadonlySet<EngineErrorReason> = new Set([...unreachableReasons, 'cancelled']);
