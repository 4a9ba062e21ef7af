import type { Scene } from '../src/scene/scene';

/** Whether it shows several engines. */
export function hasFrames(scene: Scene | undefined): boolean {
  return scene?.elements.some(({ kind }) => kind === 'engine') ?? false;
}

/** Which engines a picture of several shows, and how large: they come and grow one after the other. */
export function framesOf(scene: Scene | undefined): string {
  const frames = scene?.elements.filter(({ kind }) => kind === 'engine') ?? [];
  return JSON.stringify(frames.map(({ id, box }) => [id, box.width, box.height]));
}
