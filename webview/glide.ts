import type { Viewport } from './viewState';

const durationMs = 250;

/**
 * Goes from one view to another so that the eye can follow, or at once for who wants no motion.
 * @returns ends it where it is
 */
export function glide(from: Viewport, to: Viewport, show: (view: Viewport) => void): () => void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    show(to);
    return () => undefined;
  }
  let frame = 0;
  let start: number | undefined;
  const step = (now: number) => {
    start ??= now;
    const share = Math.min(1, (now - start) / durationMs);
    const eased = 1 - (1 - share) ** 3;
    const between = (a: number, b: number) => a + (b - a) * eased;
    show({
      pan: { x: between(from.pan.x, to.pan.x), y: between(from.pan.y, to.pan.y) },
      zoom: between(from.zoom, to.zoom),
    });
    if (share < 1) frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}
