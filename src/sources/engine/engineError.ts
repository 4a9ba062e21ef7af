/** Why an engine could not be read or would not do what was asked. */
export type EngineErrorReason =
  | 'noEngine'
  | 'permission'
  | 'timeout'
  | 'badAnswer'
  | 'serverError'
  | 'apiTooOld'
  | 'certificateExpired'
  | 'certificateUntrusted'
  | 'certificateName'
  | 'certificateNeeded'
  | 'tlsNeeded'
  | 'tlsNotSpoken'
  | 'hostKeyUnknown'
  | 'hostKeyChanged'
  | 'sshRefused'
  | 'sshMissing'
  | 'restricted'
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

/** Always has a sentence for the user and a next step; the engine's own words are kept in `detail`. */
export class EngineError extends Error {
  constructor(
    readonly reason: EngineErrorReason,
    /** One plain sentence. */
    message: string,
    /** What to do, one sentence. */
    readonly nextStep: string,
    /** The engine's own words, for the log. */
    readonly detail: string,
    /** HTTP status of the answer, where there was one. */
    readonly status?: number,
  ) {
    super(message);
    this.name = 'EngineError';
  }
}
