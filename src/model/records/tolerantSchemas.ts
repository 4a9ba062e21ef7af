import * as z from 'zod/mini';
import { namesSecret } from '../withoutCredentials';

/** `null` and "absent" mean the same in the engine's JSON. */
export function maybe<T extends z.ZodMiniType>(schema: T) {
  return z.pipe(
    z.optional(z.nullable(schema)),
    z.transform((value: z.output<T> | null | undefined) => value ?? undefined),
  );
}

export const text = maybe(z.string());
export const flag = maybe(z.boolean());
export const count = maybe(z.number());
export const texts = maybe(z.array(z.string()));

/** RFC 3339 with a fraction of any length, as the engine writes; what is no moment is dropped. */
export const moment = maybe(
  z.pipe(
    z.string(),
    z.transform((written: string) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(written)
        ? written
        : undefined,
    ),
  ),
);

/** Options of drivers, less those that a driver takes a secret by. */
export const options = z.pipe(
  maybe(z.record(z.string(), z.string())),
  z.transform((value: Record<string, string> | undefined) =>
    value === undefined
      ? undefined
      : Object.fromEntries(Object.entries(value).filter(([name]) => !namesSecret(name))),
  ),
);
