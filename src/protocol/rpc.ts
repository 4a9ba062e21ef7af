import type { NotificationType, RequestType } from './messages';

/** What goes over the wire; plain JSON. */
type Wire =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly method: string;
      readonly params?: unknown;
    }
  | { readonly kind: 'answer'; readonly id: number; readonly result?: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'notification'; readonly method: string; readonly params?: unknown };

/** Turns the parameters of a foreign message into checked ones, or throws an Error that says what is wrong. */
export type ParseParams = (method: string, params: unknown) => unknown;

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One end of the conversation between extension and webview. Knows neither: it is given a way to post
 * and is fed with what arrives. A request always settles: with the other side's answer, with its
 * error, or with an error when this end is disposed.
 */
export class Rpc {
  readonly #post: (message: unknown) => void;
  readonly #log: (message: string) => void;
  readonly #parse: ParseParams;
  readonly #handlers = new Map<string, (params: never) => unknown>();
  readonly #listeners = new Map<string, (params: never) => void>();
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #disposed = false;

  /** `parse` checks the parameters of what arrives; without it they are taken as they come. */
  constructor(
    post: (message: unknown) => void,
    log: (message: string) => void,
    parse: ParseParams = (_method, params) => params,
  ) {
    this.#post = post;
    this.#log = log;
    this.#parse = parse;
  }

  /** Answers a request; what the handler throws goes back as the error. A method has one handler, the last one set. */
  handle<P, R>(type: RequestType<P, R>, handler: (params: P) => R | Promise<R>): void {
    this.#handlers.set(type.method, handler);
  }

  /** Listens to a notification. A method has one listener, the last one set. */
  on<P>(type: NotificationType<P>, listener: (params: P) => void): void {
    this.#listeners.set(type.method, listener);
  }

  /** Rejects with an Error: the other side's, or that of a disposed end. */
  request<P, R>(type: RequestType<P, R>, params: P): Promise<R> {
    if (this.#disposed) return Promise.reject(closed(type.method));
    const id = this.#nextId++;
    return new Promise<R>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#send({ kind: 'request', id, method: type.method, params });
    });
  }

  notify<P>(type: NotificationType<P>, params: P): void {
    this.#send({ kind: 'notification', method: type.method, params });
  }

  /** Takes whatever arrived; what is no message of this protocol is logged and ignored. */
  receive(message: unknown): void {
    if (this.#disposed) return;
    if (!isWire(message)) {
      this.#log('ignored a message that is not of this protocol');
      return;
    }
    switch (message.kind) {
      case 'request':
        void this.#answer(message.id, message.method, message.params);
        return;
      case 'notification':
        this.#listen(message.method, message.params);
        return;
      case 'answer':
        this.#take(message.id)?.resolve(message.result as never);
        return;
      case 'error':
        this.#take(message.id)?.reject(new Error(message.message));
    }
  }

  /** Rejects what is pending; nothing is sent or received afterwards. */
  dispose(): void {
    this.#disposed = true;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(closed('the request'));
    this.#handlers.clear();
    this.#listeners.clear();
  }

  async #answer(id: number, method: string, params: unknown): Promise<void> {
    try {
      const handler = this.#handlers.get(method);
      if (handler === undefined) throw new Error(`unknown request "${shown(method)}"`);
      const result = await handler(this.#parse(method, params) as never);
      this.#send({ kind: 'answer', id, result });
    } catch (error) {
      this.#log(`request "${shown(method)}" failed: ${messageOf(error)}`);
      this.#send({ kind: 'error', id, message: messageOf(error) });
    }
  }

  #listen(method: string, params: unknown): void {
    try {
      const listener = this.#listeners.get(method);
      if (listener === undefined) throw new Error('nobody listens');
      listener(this.#parse(method, params) as never);
    } catch (error) {
      this.#log(`notification "${shown(method)}" failed: ${messageOf(error)}`);
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending === undefined)
      this.#log(`ignored an answer to request ${id}, which is not pending`);
    this.#pending.delete(id);
    return pending;
  }

  #send(message: Wire): void {
    if (!this.#disposed) this.#post(message);
  }
}

function isWire(message: unknown): message is Wire {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, id, method, message: text } = message as Record<string, unknown>;
  switch (kind) {
    case 'request':
      return typeof id === 'number' && typeof method === 'string';
    case 'notification':
      return typeof method === 'string';
    case 'answer':
      return typeof id === 'number';
    case 'error':
      return typeof id === 'number' && typeof text === 'string';
    default:
      return false;
  }
}

function closed(what: string): Error {
  return new Error(`${what} was not answered: the graph was closed`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Foreign text in the log stays short and on one line. */
function shown(method: string): string {
  return method.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}
