import type { FileStore } from './fileStore';
import type { Problems } from './problems';
import type { Span } from './sourceText';
import type { MapTree, Path } from './tree';

export interface LoadContext {
  readonly store: FileStore;
  readonly problems: Problems;
  readonly environment: ReadonlyMap<string, string>;
  /** Absolute; relative paths of the files start here. */
  readonly folder: string;
  /** Files on the way from the project's own to this one, for finding cycles. */
  readonly included: readonly string[];
  /** Where each of the files to load is named, when a file names them. */
  readonly namedAt?: readonly Span[];
}

/** Loads the files of a project or an include, each over the ones before it. */
export type LoadFiles = (
  files: readonly string[],
  context: LoadContext,
) => Promise<MapTree | undefined>;

/** A file named by `extends`: its services, or why there are none. */
export type ExtendedFile =
  | { readonly kind: 'read'; readonly services: MapTree; readonly resets: readonly Path[] }
  | { readonly kind: 'missing' | 'no services' | 'no mapping' };

export type LoadExtended = (
  file: string,
  folder: string,
  context: LoadContext,
) => Promise<ExtendedFile>;
