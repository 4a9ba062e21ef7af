import { withoutCredentials } from '../../model/withoutCredentials';

/** Why an engine cannot be spoken with at all: every further request fails the same way. */
export const unreachableReasons = [
  'noEngine',
  /** What names the engine names none: it cannot be understood, or is not there. */
  'misconfigured',
  'permission',
  'certificateExpired',
  'certificateUntrusted',
  'certificateName',
  'certificateNeeded',
  'tlsNeeded',
  'tlsNotSpoken',
  'hostKeyUnknown',
  'hostKeyChanged',
  'sshRefused',
  'sshMissing',
  'restricted',
] as const;

/** Why an engine could not be read or would not do what was asked. */
export type EngineErrorReason =
  | (typeof unreachableReasons)[number]
  | 'timeout'
  | 'badAnswer'
  | 'serverError'
  | 'apiTooOld'
  | 'hostNetwork'
  | 'noneNetwork'
  | 'sharedSandbox'
  | 'alreadyConnected'
  | 'notConnected'
  | 'addressInUse'
  | 'addressOutOfSubnet'
  | 'addressNotAllowed'
  | 'aliasNotAllowed'
  | 'notAttachable'
  | 'networkNotFound'
  | 'containerNotFound'
  | 'nameInvalid'
  | 'nameTaken'
  | 'predefinedNetwork'
  | 'networkInUse'
  | 'poolsUsedUp'
  | 'subnetOverlaps'
  | 'subnetInvalid'
  | 'gatewayInvalid'
  | 'rangeInvalid'
  | 'driverNotFound'
  | 'parentInvalid'
  | 'bridgeNameInvalid'
  | 'optionInvalid'
  | 'configurationNotFound'
  | 'swarmNeeded'
  | 'portInUse'
  | 'hostAddressInvalid'
  | 'portInvalid'
  | 'protocolNotSupported'
  | 'kernelNotAble'
  | 'containerNotRunning'
  | 'conflictingOptions'
  | 'cancelled'
  | 'refused';

/**
 * Always has a sentence for the user and a next step; the engine's own words are kept in `detail`. None of them
 * holds credentials.
 */
export class EngineError extends Error {
  /** What to do, one sentence. */
  readonly nextStep: string;
  /** The engine's own words, for the log. */
  readonly detail: string;

  /**
   * @param message one plain sentence
   * @param status HTTP status of the answer, where there was one
   */
  constructor(
    readonly reason: EngineErrorReason,
    message: string,
    nextStep: string,
    detail: string,
    readonly status?: number,
  ) {
    super(withoutCredentials(message));
    this.name = 'EngineError';
    this.nextStep = withoutCredentials(nextStep);
    this.detail = withoutCredentials(detail);
  }
}
