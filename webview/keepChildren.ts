/** Removes children that are not wanted, and makes those that are missing, in order; the others stay untouched. */
export function keepChildren<T extends { readonly element: HTMLElement }>(
  parent: HTMLElement,
  made: Map<number, T>,
  wanted: readonly number[],
  make: (place: number) => T,
): void {
  const kept = new Set(wanted);
  for (const [place, { element }] of made) {
    if (kept.has(place)) continue;
    element.remove();
    made.delete(place);
  }
  let next: HTMLElement | null = null;
  for (const place of [...wanted].reverse()) {
    let one = made.get(place);
    if (one === undefined) {
      one = make(place);
      made.set(place, one);
      parent.insertBefore(one.element, next);
    }
    next = one.element;
  }
}
