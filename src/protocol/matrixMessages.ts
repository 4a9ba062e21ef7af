import type { MatrixView } from '../scene/matrixView';
import type { MatrixStrings } from './matrixStrings';
import type { NotificationType, RequestType } from './messages';

/** The messages between the extension and the page of a connectivity matrix; see messages.ts. */
export interface MatrixUpdate {
  /** Grows by one with every matrix sent to this page. */
  readonly version: number;
  /** Of what it is the matrix, e.g. "Engine Networks". */
  readonly title: string;
  /** Absent where there is nothing to show, or nothing yet. */
  readonly matrix?: MatrixView;
  /** What is to be known about it: that it is being made, out of date, or of predicted rules. */
  readonly notes: readonly string[];
}

/** What the buttons ask for. */
export type MatrixAction = 'refresh' | 'csv' | 'markdown' | 'graph';

// extension → page
export const matrixChanged: NotificationType<MatrixUpdate> = { method: 'matrixChanged' };

// page → extension
/** The first message, with the family that the page showed before; see `ready` on `restoreKey`. */
export const matrixReady: RequestType<
  { readonly family: MatrixView['family'] },
  { readonly strings: MatrixStrings; readonly restoreKey: string }
> = { method: 'matrixReady' };
export const familyChosen: NotificationType<{ readonly family: MatrixView['family'] }> = {
  method: 'familyChosen',
};
/** A cell by the places of its source and target in the matrix of that version. */
export const cellChosen: NotificationType<{
  readonly version: number;
  readonly source: number;
  readonly target: number;
}> = { method: 'cellChosen' };
export const matrixActionChosen: NotificationType<{ readonly action: MatrixAction }> = {
  method: 'matrixActionChosen',
};
