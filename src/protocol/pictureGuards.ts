import * as z from 'zod/mini';
import type { PictureLook, PngAnswer } from './pictureMessages';

/** What browsers draw: pixels of a side, and of the whole image. */
const longestSide = 16_384;
const mostPixels = 100_000_000;
/** Characters of base64. */
const largestPng = 128 * 1024 * 1024;

export function fitsPng(width: number, height: number): boolean {
  return width <= longestSide && height <= longestSide && width * height <= mostPixels;
}

const colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/));
const font = z.object({
  family: z.string().check(z.minLength(1), z.maxLength(1000), z.regex(/^[\w ",-]+$/)),
  size: z.number().check(z.gte(4), z.lte(200)),
  weight: z.enum(['normal', 'bold']),
});
const look = z.object({
  theme: z.object({
    highContrast: z.boolean(),
    background: colour,
    foreground: colour,
    description: colour,
    surface: colour,
    lane: colour,
    border: colour,
    warning: colour,
    published: colour,
    hues: z.array(colour).check(z.minLength(1), z.maxLength(20)),
    fonts: z.object({ title: font, name: font, detail: font, mono: font }),
  }),
  lit: z.optional(z.array(z.string().check(z.maxLength(2000))).check(z.maxLength(200_000))),
  copiesImages: z.boolean(),
});
const png = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('png'),
    base64: z.string().check(z.maxLength(largestPng), z.regex(/^iVBORw0KGgo[\w+/]*={0,2}$/)),
  }),
  z.object({ kind: z.literal('copied') }),
  z.object({ kind: z.literal('failed'), reason: z.enum(['drawing', 'clipboard']) }),
]);

/** The page is foreign input. @throws Error when it is no look */
export function parseLook(answer: unknown): PictureLook {
  return look.parse(answer);
}

/** @throws Error when it is no answer, or no PNG by its first bytes */
export function parsePng(answer: unknown): PngAnswer {
  return png.parse(answer);
}
