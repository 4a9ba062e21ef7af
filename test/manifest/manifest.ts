import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { root } from '../../scripts/projectPaths';

const menuEntry = z.object({
  command: z.string(),
  when: z.optional(z.string()),
  group: z.optional(z.string()),
});

const setting = z.object({ type: z.string(), scope: z.string(), default: z.unknown() });

const manifestSchema = z.object({
  name: z.string(),
  publisher: z.string(),
  main: z.string(),
  icon: z.string(),
  l10n: z.string(),
  extensionKind: z.array(z.string()),
  activationEvents: z.array(z.string()),
  capabilities: z.object({
    untrustedWorkspaces: z.object({
      supported: z.string(),
      description: z.string(),
      restrictedConfigurations: z.array(z.string()),
    }),
    virtualWorkspaces: z.object({ supported: z.boolean(), description: z.string() }),
  }),
  contributes: z.object({
    commands: z.array(
      z.object({
        command: z.string(),
        title: z.string(),
        category: z.string(),
        icon: z.optional(z.string()),
        enablement: z.optional(z.string()),
      }),
    ),
    viewsContainers: z.record(
      z.string(),
      z.array(z.object({ id: z.string(), title: z.string(), icon: z.string() })),
    ),
    views: z.record(
      z.string(),
      z.array(z.object({ id: z.string(), name: z.string(), icon: z.string() })),
    ),
    viewsWelcome: z.array(z.object({ view: z.string(), contents: z.string(), when: z.string() })),
    menus: z.record(z.string(), z.array(menuEntry)),
    configuration: z.array(
      z.object({ title: z.optional(z.string()), properties: z.record(z.string(), setting) }),
    ),
    walkthroughs: z.array(
      z.object({
        id: z.string(),
        steps: z.array(
          z.object({
            id: z.string(),
            description: z.string(),
            media: z.object({ markdown: z.string() }),
            completionEvents: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
});

export type Manifest = z.output<typeof manifestSchema>;

export const manifestText = readFileSync(path.join(root, 'package.json'), 'utf8');

/** The parts of package.json that VS Code reads. */
export const manifest: Manifest = manifestSchema.parse(JSON.parse(manifestText));

/** English texts by the keys between % and %. */
export const texts: Readonly<Record<string, string>> = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')));

export function textOf(reference: string): string {
  return texts[reference.replace(/^%|%$/g, '')] ?? '';
}

export const menuEntries = Object.entries(manifest.contributes.menus).flatMap(([menu, entries]) =>
  entries.map((entry) => ({ menu, ...entry })),
);
