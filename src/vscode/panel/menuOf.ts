import type { ElementAction, ElementMenu } from '../../protocol/messages';

/** Whether it is offered, what it does, and what it is called. */
export type MenuEntry = readonly [isOffered: boolean, action: ElementAction, label: string];

/** What is offered, in the order it is listed. */
export function menuOf(entries: readonly MenuEntry[]): ElementMenu {
  return {
    items: entries.flatMap(([isOffered, action, label]) => (isOffered ? [{ action, label }] : [])),
  };
}
