import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { root } from '../../scripts/projectPaths';

/** Everything that `vethscope` says on both streams. */
export async function commandLine(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), ...words], { env });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => parts.push(part));
  }
  await once(child, 'close');
  return parts.join('');
}
