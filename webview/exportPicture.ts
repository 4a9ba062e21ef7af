import type { PngAnswer, PngWish } from '../src/protocol/pictureMessages';

export function copiesImages(): boolean {
  return typeof ClipboardItem !== 'undefined' && 'clipboard' in navigator;
}

/** Draws the document as large as wished; what a browser refuses to draw is an answer, too. */
export async function drawPng({ svg, width, height, copy }: PngWish): Promise<PngAnswer> {
  const blob = await pngOf(svg, width, height);
  if (blob === undefined) return { kind: 'failed', reason: 'drawing' };
  if (!copy) return { kind: 'png', base64: await base64Of(blob) };
  try {
    window.focus();
    await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]);
    return { kind: 'copied' };
  } catch {
    // Without the focus or the permission the clipboard takes nothing.
    return { kind: 'failed', reason: 'clipboard' };
  }
}

async function pngOf(svg: string, width: number, height: number): Promise<Blob | undefined> {
  const image = new Image();
  // The page's policy allows images as data, and no others that are made here.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    return undefined;
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const { result } = reader;
      resolve(typeof result === 'string' ? result.replace(/^.*?,/, '') : '');
    };
    reader.onerror = () => reject(new Error('the picture could not be read'));
    reader.readAsDataURL(blob);
  });
}
