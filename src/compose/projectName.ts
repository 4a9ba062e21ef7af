import type { Problems } from './problems';
import type { Span } from './sourceText';

/** Lower case, only letters, digits, `-` and `_`, beginning with a letter or digit (compose-go: NormalizeProjectName). */
export function normaliseProjectName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

export interface NameCandidates {
  /** `-p`, else COMPOSE_PROJECT_NAME: must already be valid. */
  readonly given: string | undefined;
  /** `name:` of the last file that has one, variables replaced. */
  readonly written: { readonly value: string; readonly at: Span } | undefined;
  readonly folder: string;
  /** Where to point when the name comes from nowhere in a file. */
  readonly at: Span;
}

/** The project's name, and where it stands: the first that is set of flag, environment, file and folder. */
export function projectName(
  candidates: NameCandidates,
  problems: Problems,
): { readonly value: string; readonly at: Span } {
  const { given, written, folder, at } = candidates;
  if (given !== undefined && given !== '') {
    if (normaliseProjectName(given) !== given) problems.error(invalidProjectName(given), at);
    return { value: given, at };
  }
  const fromFile = normaliseProjectName(written?.value ?? '');
  if (written !== undefined && fromFile !== '') return { value: fromFile, at: written.at };
  // A file with a name of nothing valid does not fall back to the folder.
  const value = written === undefined ? normaliseProjectName(folder) : '';
  return { value, at: written?.at ?? at };
}

export function invalidProjectName(name: string): string {
  return `invalid project name ${JSON.stringify(name)}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`;
}
