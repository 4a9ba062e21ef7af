import * as z from 'zod/mini';

/** Labels that name a project, service or network. None of them holds a path. */
const keptLabels = new Set([
  'com.docker.compose.project',
  'com.docker.compose.service',
  'com.docker.compose.container-number',
  'com.docker.compose.oneoff',
  'com.docker.compose.network',
  'com.docker.compose.config-hash',
  'com.docker.compose.version',
]);

const ownLabelPrefix = 'com.docker.network.';

/** Marks the probes' containers, which every view ignores; its value says nothing. */
export const probeLabel = 'dev.vethscope.probe';

function isKeptLabel(name: string): boolean {
  return keptLabels.has(name) || name.startsWith(ownLabelPrefix) || name === probeLabel;
}

export const labels = z.pipe(
  z.optional(z.nullable(z.record(z.string(), z.string()))),
  z.transform((value: Record<string, string> | null | undefined) =>
    Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => isKeptLabel(name))),
  ),
);
