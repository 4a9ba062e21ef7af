import type { Snapshot } from '../../model/snapshot';

/** Whether two readings tell the same, whenever they were taken. */
export function sameFacts(old: Snapshot, now: Snapshot): boolean {
  return textOf(old) === textOf(now);
}

/** The same, whatever went through the rules and over the wires meanwhile. */
export function sameButCounters(old: Snapshot, now: Snapshot): boolean {
  return steady(textOf(old)) === steady(textOf(now));
}

function textOf(snapshot: Snapshot): string {
  return JSON.stringify({ ...snapshot, takenAt: '' });
}

/** Without counters, lifetimes and the dates of iptables-save. */
function steady(text: string): string {
  return text
    .replace(/\[\d+:\d+\]/g, '')
    .replace(/"(?:packets|bytes|valid_life_time|preferred_life_time)":\d+/g, '')
    .replace(/# (?:Generated|Completed)[^\\]*/g, '');
}
