import { composeProjection, type Json } from './composeProjection';
import { Problems } from './problems';
import { ParsedFiles } from './parsedFiles';
import { startOf } from './sourceText';
import { child, entriesOf, printed } from './tree';

/**
 * The networking part of what `docker compose config --format json` printed, in the same shape as our
 * own reading. `undefined` when it is no such answer.
 */
export function projectConfig(json: string): Json | undefined {
  const problems = new Problems();
  // JSON is YAML, and the parser keeps whole numbers apart from others.
  const { documents, source } = new ParsedFiles().parse('config.json', json, problems, false);
  const model = documents[0]?.root;
  const name = child(model, 'name');
  if (model?.kind !== 'map' || name === undefined || problems.hasErrors) return undefined;
  const services = entriesOf(child(model, 'services')).map(([service]) => service);
  return composeProjection(
    {
      model,
      name: { value: printed(name), at: startOf(source) },
      files: [],
      enabled: new Set(services),
    },
    false,
  );
}
