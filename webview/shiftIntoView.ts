/** How far to move so that a stretch lies within 0 and `room`; its start wins when it is longer. */
export function shiftIntoView(start: number, length: number, room: number): number {
  const margin = 16;
  const over = start + length - (room - margin);
  if (start < margin || length > room - 2 * margin) return margin - start;
  return over > 0 ? -over : 0;
}
