import { setMaxListeners } from 'node:events';
import { IncomingMessage } from 'node:http';
import type { Clock } from './clock';
import {
  badAnswerError,
  cancelledError,
  engineErrorFromAnswer,
  engineErrorFromFailure,
  timeoutError,
  type FailureStage,
} from './engineErrorFrom';
import { tlsNeededError } from './tlsError';

/** What is asked of docker-modem's `dial`. */
export interface DialOptions {
  readonly path: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly options: { readonly _query: object; readonly _body: object };
  readonly isStream: true;
  readonly statusCodes: Readonly<Record<number, boolean>>;
  readonly abortSignal: AbortSignal;
}

/** docker-modem's `dial`: with `isStream` the result is the response, its body not yet read. */
export type Dial = (
  options: DialOptions,
  answered: (error: Error | null, response: unknown) => void,
) => void;

export interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With the API version, e.g. `/v1.41/networks`; ids in it are URI-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** How long the engine may say nothing, in milliseconds. */
  readonly timeoutMs: number;
  /** Success says it all: what the answer holds is not looked at. */
  readonly bodyIgnored?: boolean;
}

/** The largest real answer is a container list; 5,000 containers make about 15 MB. */
const largestAnswerBytes = 64 * 1024 * 1024;

/** Every status is an answer to look at: what is an error is decided here, not in the modem. */
const everyStatus: Readonly<Record<number, boolean>> = Object.fromEntries(
  Array.from({ length: 500 }, (_, index) => [100 + index, true]),
);

/**
 * Asks and reads JSON. The body is read here and not by docker-modem, which waits for ever when one
 * breaks off and hands out text where JSON was expected.
 */
export class EngineConnection {
  private readonly closing = new AbortController();

  constructor(
    private readonly dial: Dial,
    private readonly clock: Clock,
    /** Ends connections that are kept for further requests. */
    private readonly hangUp: () => void = () => undefined,
  ) {}

  /** The JSON of a successful answer; `undefined` for an empty one. @throws EngineError */
  async json(request: EngineRequest, signal: AbortSignal): Promise<unknown> {
    const { status, body } = await this.exchange(request, signal);
    const what = `${request.method} ${request.path}`;
    if (status < 200 || status > 299) {
      throw tlsNeededError(body) ?? engineErrorFromAnswer(status, messageOf(body));
    }
    if (request.bodyIgnored === true || body.trim() === '') return undefined;
    const parsed = parseJson(body);
    if (parsed === undefined) throw badAnswerError(what, `no JSON: ${body.slice(0, 200)}`);
    return parsed.value;
  }

  /** The body of a successful answer that does not end, piece by piece. @throws EngineError */
  async stream(request: EngineRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const attempt = new Attempt(this.clock, request.timeoutMs, [signal, this.closing.signal]);
    try {
      const response = await attempt.dial(this.dial, request);
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        const body = await attempt.readBody(response);
        throw engineErrorFromAnswer(status, messageOf(body));
      }
      // A dead peer behind a network would else look like an engine where nothing happens.
      response.socket.setKeepAlive(true, 30_000);
      attempt.untimed();
      response.once('close', () => {
        attempt.over();
      });
      return response;
    } catch (error) {
      throw attempt.explain(error);
    }
  }

  close(): void {
    this.closing.abort();
    this.hangUp();
  }

  private async exchange(
    request: EngineRequest,
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly body: string }> {
    const attempt = new Attempt(this.clock, request.timeoutMs, [signal, this.closing.signal]);
    try {
      const response = await attempt.dial(this.dial, request);
      const body = await attempt.readBody(response);
      attempt.over();
      return { status: response.statusCode ?? 0, body };
    } catch (error) {
      throw attempt.explain(error);
    }
  }
}

/** One request: its clock, and the ways it can be broken off. */
class Attempt {
  private readonly abort = new AbortController();
  /** Any reason to break off: cancelled, closed, timed out, failed. */
  private readonly signal = this.abort.signal;
  private readonly breakOff = () => {
    this.abort.abort();
  };
  private callOff: () => void = () => undefined;
  private timedOut = false;
  private stage: FailureStage = 'connecting';

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    private readonly cancels: readonly AbortSignal[],
  ) {
    // One signal breaks off as many requests as run at once, which is no leak.
    setMaxListeners(0, ...cancels);
    // Not by AbortSignal.any: what it makes lives as long as the longest of its sources, which is here for days.
    for (const cancel of cancels) {
      if (cancel.aborted) this.breakOff();
      else cancel.addEventListener('abort', this.breakOff);
    }
    this.rewind();
  }

  dial(dial: Dial, request: EngineRequest): Promise<IncomingMessage> {
    const hasQuery = request.query !== undefined && Object.keys(request.query).length > 0;
    return new Promise<IncomingMessage>((resolve, reject) => {
      // The modem's own answer to an abort may be late or never come (a tunnel that hangs).
      const aborted = () => {
        reject(new Error('aborted'));
      };
      if (this.signal.aborted) {
        aborted();
        return;
      }
      this.signal.addEventListener('abort', aborted, { once: true });
      dial(
        {
          path: hasQuery ? `${request.path}?` : request.path,
          method: request.method,
          options: { _query: request.query ?? {}, _body: request.body ?? {} },
          isStream: true,
          statusCodes: everyStatus,
          abortSignal: this.signal,
        },
        (error, response) => {
          if (!(response instanceof IncomingMessage)) {
            reject(error ?? new Error('neither answer nor error'));
            return;
          }
          this.stage = 'body';
          this.rewind();
          resolve(response);
        },
      );
    });
  }

  async readBody(response: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      this.rewind();
      size += chunk.length;
      if (size > largestAnswerBytes) {
        throw badAnswerError('this request', `more than ${largestAnswerBytes} bytes`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** No time limit any more: the answer is a stream that does not end. */
  untimed(): void {
    this.callOff();
  }

  /** Nothing is left to break off. */
  over(): void {
    this.untimed();
    for (const cancel of this.cancels) cancel.removeEventListener('abort', this.breakOff);
  }

  /** Ends the attempt and says why it failed. */
  explain(error: unknown): Error {
    this.over();
    const cancelled = this.cancels.some((cancel) => cancel.aborted);
    // Also frees the socket of an answer that was not read to its end.
    this.abort.abort();
    if (cancelled) return cancelledError();
    if (this.timedOut) return timeoutError(this.timeoutMs);
    return error instanceof Error && error.name === 'EngineError'
      ? error
      : engineErrorFromFailure(error, this.stage);
  }

  private rewind(): void {
    this.callOff();
    this.callOff = this.clock.after(this.timeoutMs, () => {
      this.timedOut = true;
      this.abort.abort();
    });
  }
}

/** Engines wrap their words as `{"message": "…"}`; Podman adds `cause` and `response`. */
function messageOf(body: string): string | undefined {
  const json = parseJson(body)?.value;
  if (typeof json !== 'object' || json === null || !('message' in json)) return undefined;
  return typeof json.message === 'string' ? json.message : undefined;
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The caller says what was asked and got no JSON.
    return undefined;
  }
}
