/**
 * The places of a long list that are in sight, a few beyond either edge, and those to be there in any case; in order.
 * @param size pixels of one item
 * @param position pixels scrolled by
 * @param visible pixels in sight
 */
export function shownRange(
  length: number,
  size: number,
  position: number,
  visible: number,
  ahead: number,
  always: readonly number[],
): readonly number[] {
  const first = Math.max(0, Math.floor(position / size) - ahead);
  const last = Math.min(length - 1, Math.ceil((position + visible) / size) + ahead);
  const places = new Set(always.filter((one) => one >= 0 && one < length));
  for (let place = first; place <= last; place += 1) places.add(place);
  return [...places].sort((a, b) => a - b);
}
