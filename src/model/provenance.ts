/** Where a fact came from. Every fact the user sees carries one of these (promise 1: never guess silently). */
export type Provenance = Observed | Declared | Predicted;

/** Read from something that runs. */
export interface Observed {
  readonly kind: 'observed';
  /** The call or command that told, e.g. `GET /networks/{id}` or `ip -d -j addr`. */
  readonly from: string;
}

/** Written in a file. */
export interface Declared {
  readonly kind: 'declared';
  /** Path as it was opened: absolute where the reader knows one. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

/** What the engine (or compose) does by rule, not seen happening. */
export interface Predicted {
  readonly kind: 'predicted';
  /** The rule in words, with the generation it holds for when it differs between generations. */
  readonly rule: string;
  /** The rule leaves it open: this is one of several outcomes, the one that the rule's words assume. */
  readonly assumed?: true;
}

/** A value and its source. */
export interface Fact<T> {
  readonly value: T;
  readonly source: Provenance;
}

/** A value that could not be had: the reason, and what would settle it. Never a guess. */
export interface Unknown {
  readonly unknown: string;
  readonly settledBy: string;
}

export type Knowable<T> = Fact<T> | Unknown;

export function isKnown<T>(knowable: Knowable<T> | undefined): knowable is Fact<T> {
  return knowable !== undefined && 'value' in knowable;
}

export function observed<T>(value: T, from: string): Fact<T> {
  return { value, source: { kind: 'observed', from } };
}

export function predicted<T>(value: T, rule: string): Fact<T> {
  return { value, source: { kind: 'predicted', rule } };
}

/** One of several outcomes that the rule allows; the rule's words say what is assumed. */
export function assumed<T>(value: T, rule: string): Fact<T> {
  return { value, source: { kind: 'predicted', rule, assumed: true } };
}

export function unknown(reason: string, settledBy: string): Unknown {
  return { unknown: reason, settledBy };
}
