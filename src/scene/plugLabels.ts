import { displayText } from './displayText';
import type { FontMetrics } from './fontMetrics';
import { plugSize } from './layout/frameLanes';
import { fontOf, textWidth } from './measureText';
import type { SceneText } from './scene';

/** Between a plug and its name. */
const gap = 4;

/** Where a wire leaves a bus: its x, and the name of its plug's device, empty when there is none to tell. */
export interface LabelledPlug {
  readonly x: number;
  readonly name: string;
}

/**
 * Names beside their plugs, right of them where that is free, else left, else not at all: a hover
 * tells it then. In the order of the plugs; positions are relative to the plugs' boxes.
 */
export function plugLabels(
  plugs: readonly LabelledPlug[],
  room: { readonly left: number; readonly right: number },
  metrics: FontMetrics,
): readonly (SceneText | undefined)[] {
  const labels = new Array<SceneText | undefined>(plugs.length).fill(undefined);
  const order = plugs.map((_, index) => index).sort((a, b) => xOf(plugs, a) - xOf(plugs, b));
  const half = plugSize / 2;
  /** Right end of what stands so far. */
  let taken = room.left;
  order.forEach((index, rank) => {
    const x = xOf(plugs, index);
    const text = displayText(plugs[index]?.name ?? '');
    const width = textWidth(text, fontOf('mono', metrics));
    const next = order[rank + 1];
    const limit = next === undefined ? room.right : xOf(plugs, next) - half - gap;
    const rightEnd = x + half + gap + width;
    const isLeftFree = x - half - gap - width >= taken + gap;
    taken = x + half;
    if (text === '') return;
    if (rightEnd <= limit) {
      labels[index] = label(text, plugSize + gap);
      taken = rightEnd;
    } else if (isLeftFree) labels[index] = label(text, -gap - width);
  });
  return labels;
}

/** Its baseline lies a little below the plug, clear of the bus. */
function label(text: string, x: number): SceneText {
  return { text, role: 'mono', x, y: plugSize + 2 };
}

function xOf(plugs: readonly LabelledPlug[], index: number): number {
  return plugs[index]?.x ?? 0;
}
