import { EngineError, type EngineErrorReason } from './engineError';

interface TlsFault {
  /** What node's error code, or without one its message, looks like. */
  readonly pattern: RegExp;
  readonly reason: EngineErrorReason;
  readonly sentence: string;
  readonly nextStep: string;
}

/** In the order they are tried. Codes of OpenSSL 3 (`ERR_SSL_…`, `ERR_OSSL_…`) and of node (`CERT_…`). */
const tlsFaults: readonly TlsFault[] = [
  {
    pattern: /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
    reason: 'certificateExpired',
    sentence: 'The certificate of the engine has expired, or is not valid yet.',
    nextStep: 'Renew it where the engine runs, and check the clocks of both machines.',
  },
  {
    pattern: /ALERT_CERTIFICATE_EXPIRED$/,
    reason: 'certificateExpired',
    sentence: 'The engine says that your certificate has expired.',
    nextStep: 'Renew cert.pem in DOCKER_CERT_PATH, or in the Docker context.',
  },
  {
    pattern: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    reason: 'certificateName',
    sentence: 'The certificate of the engine is for another name than the one it was asked by.',
    nextStep: 'Use a name the certificate holds, or have it renewed with this one.',
  },
  {
    pattern: /ALERT_(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)$/,
    reason: 'certificateNeeded',
    sentence: 'The engine asks for a certificate of yours and got none.',
    nextStep: 'Put cert.pem and key.pem into DOCKER_CERT_PATH, or use a Docker context with them.',
  },
  {
    // Engines up to 20.10 say the same to no certificate, to a stranger's and to one that has expired (Go: crypto/tls).
    pattern: /ALERT_BAD_CERTIFICATE$/,
    reason: 'certificateNeeded',
    sentence: 'The engine does not accept your certificate, or got none.',
    nextStep:
      'Put a cert.pem and its key.pem into DOCKER_CERT_PATH that the engine’s own authority signed and that have not expired.',
  },
  {
    pattern: /ALERT_(UNKNOWN_CA|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE)$/,
    reason: 'certificateNeeded',
    sentence: 'The engine does not accept your certificate.',
    nextStep: 'Use one that the engine’s own authority signed.',
  },
  {
    pattern: /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|INVALID_CA|HOSTNAME_MISMATCH)/,
    reason: 'certificateUntrusted',
    sentence: 'The certificate of the engine is signed by nobody who is trusted here.',
    nextStep:
      'Put the authority’s certificate as ca.pem into DOCKER_CERT_PATH, or into the context.',
  },
  {
    pattern: /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/,
    reason: 'tlsNotSpoken',
    sentence: 'What answers at this address does not speak TLS.',
    nextStep: 'Unset DOCKER_TLS_VERIFY, or use the port of the engine that speaks TLS.',
  },
  {
    pattern: /^ERR_OSSL_/,
    reason: 'certificateUntrusted',
    sentence:
      'A TLS file of the engine is no certificate or key, or the two do not belong together.',
    nextStep: 'Check ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH, or in the Docker context.',
  },
  {
    pattern: /^(ERR_TLS|ERR_SSL|EPROTO$)/,
    reason: 'certificateUntrusted',
    sentence: 'The engine and this program do not trust each other: the TLS connection failed.',
    nextStep: 'Check DOCKER_TLS_VERIFY, DOCKER_CERT_PATH and the certificates there.',
  },
];

/** The error for a TLS connection that failed; `undefined` when it was something else. */
export function tlsError(code: string, detail: string): EngineError | undefined {
  const named = code === 'EPROTO' ? (codeWithin(detail) ?? code) : code;
  const fault = tlsFaults.find(({ pattern }) => pattern.test(named));
  return fault && new EngineError(fault.reason, fault.sentence, fault.nextStep, detail);
}

/** Where node has no code, OpenSSL's text does: `…:error:0A00010B:SSL routines:<function>:wrong version number:…`. */
function codeWithin(detail: string): string | undefined {
  const reason = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(detail)?.[1];
  return reason && `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}

/** For what a TLS server answers to plain HTTP (Go: net/http, `tlsRecordHeaderLooksLikeHTTP`). */
export function tlsNeededError(body: string): EngineError | undefined {
  return /^Client sent an HTTP request to an HTTPS server/.test(body)
    ? new EngineError(
        'tlsNeeded',
        'The engine at this address speaks TLS only.',
        'Set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, or use a Docker context with certificates.',
        body.slice(0, 200),
      )
    : undefined;
}
