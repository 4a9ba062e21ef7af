export type SnapshotFileErrorReason =
  | 'notFound'
  | 'unreadable'
  | 'tooLarge'
  | 'notJson'
  | 'otherVersion'
  | 'notSnapshot'
  | 'notWritten';

/** Why a snapshot file could not be read or written; the message is one sentence for the user. */
export class SnapshotFileError extends Error {
  constructor(
    readonly reason: SnapshotFileErrorReason,
    message: string,
    /** What to do, one sentence. */
    readonly nextStep: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SnapshotFileError';
  }
}
