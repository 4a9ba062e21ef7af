import type { ChosenFix } from '../../protocol/messages';
import type { TraceView } from '../../scene/traceView';

/**
 * The place of the fix that was chosen in a page, or -1: the page may have shown another trace then, whose fix at
 * that place was another one.
 * @param trace what the page was sent last
 */
export function placeOfFix(trace: TraceView | undefined, chosen: ChosenFix | undefined): number {
  if (chosen === undefined) return -1;
  return trace?.fixes[chosen.place]?.text === chosen.text ? chosen.place : -1;
}
