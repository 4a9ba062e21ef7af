import type { LayoutWish } from '../../protocol/messages';
import type { LayoutMemory } from '../../scene/layoutMemory';
import { moveInLayout, type MovedPicture } from '../../scene/moveInLayout';

const mostEdits = 200;

/** What is remembered of a layout, or that nothing is: then it is made from scratch. */
type Kept = LayoutMemory | undefined;

/** The user's moves in one graph: what they make of the layout, and the way back. */
export class LayoutEdits {
  #undo: Kept[] = [];
  #redo: Kept[] = [];

  /** What to lay out from, where `before` is what it was laid out from last; `undefined` when nothing changes. */
  apply(wish: LayoutWish, picture: MovedPicture): { readonly memory: Kept } | undefined {
    switch (wish.kind) {
      case 'by':
      case 'step': {
        const memory = moveInLayout(picture, wish);
        return memory === undefined ? undefined : this.#did(picture.memory, memory);
      }
      case 'reset':
        return this.#did(picture.memory, undefined);
      case 'undo':
        return swap(this.#undo, this.#redo, picture.memory);
      case 'redo':
        return swap(this.#redo, this.#undo, picture.memory);
    }
  }

  /** Another picture is shown: what was moved in the last one is no move of this one. */
  forget(): void {
    this.#undo = [];
    this.#redo = [];
  }

  #did(before: LayoutMemory, after: Kept): { readonly memory: Kept } {
    this.#undo = [...this.#undo, before].slice(-mostEdits);
    this.#redo = [];
    return { memory: after };
  }
}

function swap(from: Kept[], to: Kept[], current: LayoutMemory): { memory: Kept } | undefined {
  if (from.length === 0) return undefined;
  to.push(current);
  return { memory: from.pop() };
}
