import { isKnown, type Declared, type Knowable } from '../model/provenance';

/** `missing`: planned and not there; `extra`: there and not planned; `changed`: there, and other than planned. */
export type DriftMark = 'missing' | 'extra' | 'changed';

export type DriftNoun = 'network' | 'container' | 'endpoint' | 'port';

/** One difference between what is planned and what runs. */
export interface DriftItem {
  readonly mark: DriftMark;
  readonly noun: DriftNoun;
  /** Key of the noun, the planned one where it is planned. */
  readonly key: string;
  /** One sentence: what is different. */
  readonly message: string;
  /** One sentence: what `docker compose up` does about it. */
  readonly up: string;
  /** Where the file says so. */
  readonly at?: Declared;
}

/** What `up` does, as docker compose 2.30 and later do (compose: convergence.go, mustRecreate). */
export const ups = {
  makesNetwork: 'up makes it, and makes the containers on it anew.',
  remakesNetwork:
    'up makes it anew, with its containers, when the file changed since; what was changed by hand it leaves.',
  leavesNetwork: 'up leaves it; docker network rm removes it.',
  needsNetwork: 'up stops with an error until it is made.',
  makesContainer: 'up makes and starts it.',
  remakesContainer: 'up makes the container anew.',
  remakesIfFileChanged:
    'up makes the container anew when the file changed since; what was changed by hand it leaves.',
  startsContainer: 'up starts it.',
  leavesContainer: 'up leaves it.',
  leavesOrphan: 'up leaves it and warns; up --remove-orphans removes it.',
  removesContainer: 'up stops and removes it.',
  leavesConnection: 'up leaves it: it only looks for the networks of the file.',
  failsOnStale: 'up cannot start the container; up --force-recreate makes it anew.',
} as const;

/** The place of a fact that the file declares. */
export function placeOf<T>(fact: Knowable<T> | undefined): { readonly at?: Declared } {
  return isKnown(fact) && fact.source.kind === 'declared' ? { at: fact.source } : {};
}

/** The value when the file itself says it. */
export function declaredValue<T>(fact: Knowable<T> | undefined): T | undefined {
  return isKnown(fact) && fact.source.kind === 'declared' ? fact.value : undefined;
}

export function list(values: readonly string[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}

/** Whether both hold the same texts, in any order. */
export function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((text) => right.has(text));
}
