/** What was done when something failed in the middle. */
export interface InTurn<T> {
  readonly done: readonly T[];
  /** Absent when all of it was done. */
  readonly failure?: { readonly error: unknown };
}

/** Does it for one after the other; the first failure ends it, and what was done before stays told. */
export async function inTurn<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<InTurn<T>> {
  const done: T[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      return { done, failure: { error } };
    }
    done.push(item);
  }
  return { done };
}
