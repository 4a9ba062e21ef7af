import type { MatrixView } from '../src/scene/matrixView';
import type { Grouping, MatrixChoice, Only, Sorting } from './matrixModel';

/** What a matrix's page keeps across being hidden, reloaded and restored after a restart. */
export interface MatrixState {
  readonly family: MatrixView['family'];
  readonly choice: Omit<MatrixChoice, 'grouping'> & {
    /** Absent until the user decided: then the size of the matrix decides. */
    readonly grouping?: Grouping;
  };
  readonly scroll: { readonly top: number; readonly left: number };
  /** The extension's, see `matrixReady`. */
  readonly restoreKey?: string;
}

export const only: readonly Only[] = ['all', 'reachable', 'blocked', 'unknown'];
export const groupings: readonly Grouping[] = ['none', 'project', 'network'];
export const sortings: readonly Sorting[] = ['name', 'most', 'least'];

/** The kept state is foreign and may come from another version: what does not fit is as at first. */
export function readMatrixState(stored: unknown): MatrixState {
  const { family, choice, scroll, restoreKey } = record(stored);
  const chosen = record(choice);
  const { top, left } = record(scroll);
  const grouping = oneOf(groupings, chosen['grouping']);
  return {
    family: family === 6 ? 6 : 4,
    choice: {
      sources: text(chosen['sources']),
      targets: text(chosen['targets']),
      only: oneOf(only, chosen['only']) ?? 'all',
      ...(grouping === undefined ? {} : { grouping }),
      sorting: oneOf(sortings, chosen['sorting']) ?? 'name',
      toggled: new Set(texts(chosen['toggled'])),
    },
    scroll: { top: length(top), left: length(left) },
    ...(typeof restoreKey === 'string' ? { restoreKey } : {}),
  };
}

/** As JSON, which has no sets. */
export function storedMatrixState(state: MatrixState): unknown {
  return { ...state, choice: { ...state.choice, toggled: [...state.choice.toggled] } };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function length(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}
