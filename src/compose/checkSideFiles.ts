import { parseEnvFile } from './envFile';
import type { FileStore } from './fileStore';
import type { Problems } from './problems';
import { child, entriesOf, itemsOf, printed, stringOf, type MapTree, type Tree } from './tree';

/**
 * Env and label files of active services must be there and readable. Nothing of what they hold is
 * kept (compose-go: WithServicesEnvironmentResolved, WithServicesLabelsResolved).
 */
export async function checkSideFiles(
  model: MapTree,
  enabled: ReadonlySet<string>,
  environment: ReadonlyMap<string, string>,
  store: FileStore,
  problems: Problems,
): Promise<void> {
  const services = entriesOf(child(model, 'services')).filter(([name]) => enabled.has(name));
  const check = async (noun: string, tree: Tree, required: boolean, raw: boolean) => {
    const path = stringOf(tree);
    if (path === undefined) return;
    const content = path === '' ? undefined : await store.readFile(path);
    if (content === undefined) {
      if (!required) return;
      const message = `${noun} file ${path} not found: stat ${path}: no such file or directory`;
      store.reportMissing(path, message, tree.at);
      return;
    }
    const parsed = raw
      ? undefined
      : parseEnvFile(content, new Map(), (name) => environment.get(name));
    if (parsed?.ok === false) problems.error(`failed to read ${path}: ${parsed.message}`, tree.at);
  };
  for (const [, { value }] of services) {
    for (const item of itemsOf(child(value, 'env_file'))) {
      const path = child(item, 'path');
      const required = child(item, 'required');
      const optional = required !== undefined && /^(?:false|n|no|off)$/i.test(printed(required));
      const format = child(item, 'format');
      const name = stringOf(format) ?? '';
      if (path !== undefined) await check('env', path, !optional, name === 'raw');
      if (format !== undefined && name !== '' && name !== 'raw') {
        problems.error(`unsupported env_file format ${JSON.stringify(name)}`, format.at);
      }
    }
  }
  for (const [, { value }] of services) {
    for (const item of itemsOf(child(value, 'label_file'))) await check('label', item, true, false);
  }
}
