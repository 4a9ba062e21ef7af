import type { PictureTheme } from '../scene/export/pictureTheme';
import type { RequestType } from './messages';

/** How the graph looks now; asked by the extension before it exports. */
export interface PictureLook {
  readonly theme: PictureTheme;
  /** Scene ids that stand out, as those of a trace's path. */
  readonly lit?: readonly string[] | undefined;
  /** Whether the page can put images into the clipboard. */
  readonly copiesImages: boolean;
}

export type PngAnswer =
  | { readonly kind: 'png'; readonly base64: string }
  | { readonly kind: 'copied' }
  /** The page could not draw it, or the clipboard did not take it. */
  | { readonly kind: 'failed'; readonly reason: 'drawing' | 'clipboard' };

export interface PngWish {
  readonly svg: string;
  /** Pixels of the image. */
  readonly width: number;
  readonly height: number;
  /** Into the clipboard instead of into the answer. */
  readonly copy: boolean;
}

/** Asked of the webview; answers pass the guards below. */
export const lookRequested: RequestType<Record<string, never>, PictureLook> = {
  method: 'lookRequested',
};
export const pngRequested: RequestType<PngWish, PngAnswer> = { method: 'pngRequested' };
