/** More rules than a stretch of a chain can have. */
const stretch = 1_000_000;

/** A rule's place: which stretch of a chain, between rules common to all, and where in it. */
export function placeIn(where: number, index: number): number {
  return where * stretch + index;
}

export function stretchOf(place: number): number {
  return Math.floor(place / stretch);
}

export function sameStretch(a: number, b: number): boolean {
  return stretchOf(a) === stretchOf(b);
}

/** How the rules about one stand among those about the other: what comes first wins. */
export function orderOf(one: readonly number[], other: readonly number[]): string {
  let [left, right, text, last] = [0, 0, '', -1];
  while (left < one.length && right < other.length) {
    const [a = 0, b = 0] = [one[left], other[right]];
    const [first, second] = [stretchOf(a), stretchOf(b)];
    if (first < second) left += 1;
    else if (second < first) right += 1;
    else {
      if (first !== last) text += '/';
      last = first;
      text += a < b ? 'a' : b < a ? 'b' : '=';
      if (a <= b) left += 1;
      if (b <= a) right += 1;
    }
  }
  return text;
}
