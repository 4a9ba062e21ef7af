import * as z from 'zod/mini';

/** One entry of the setting `vethscope.compose.projects`: docker compose's flags as settings. */
export interface ConfiguredProject {
  /** What tells it from the other projects of its folder. */
  readonly id: string;
  /** `-f`, relative to the folder; empty: what docker compose finds there. */
  readonly files: readonly string[];
  /** `--env-file`; empty: `.env`. */
  readonly envFiles: readonly string[];
  readonly profiles: readonly string[];
  /** `-p`. */
  readonly name: string | undefined;
}

const texts = z.array(z.string().check(z.minLength(1), z.maxLength(4096))).check(z.maxLength(100));

const entry = z.object({
  files: z.optional(texts),
  envFiles: z.optional(texts),
  profiles: z.optional(texts),
  name: z.optional(z.string().check(z.maxLength(200))),
});

/**
 * The setting's value as projects. Settings are written by hand: what is no project is left out, and
 * so is one that says the same as another before it.
 */
export function configuredProjects(value: unknown): readonly ConfiguredProject[] {
  if (!Array.isArray(value)) return [];
  const projects = new Map<string, ConfiguredProject>();
  for (const item of value as readonly unknown[]) {
    const parsed = entry.safeParse(item);
    if (!parsed.success) continue;
    const { files = [], envFiles = [], profiles = [], name = '' } = parsed.data;
    const id = name === '' ? [...files, ...envFiles, ...profiles].join(' ') : name;
    if (id === '' || projects.has(id)) continue;
    projects.set(id, { id, files, envFiles, profiles, name: name === '' ? undefined : name });
  }
  return [...projects.values()];
}
