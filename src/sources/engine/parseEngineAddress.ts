import querystring from 'node:querystring';
import type { EngineAddress, TlsFiles } from './engineEndpoint';

/**
 * Reads an engine address as `DOCKER_HOST` takes it; `undefined` when it is none. A bare `host:port`
 * is TCP (docker/cli: opts.ParseHost, 28.5). User and password of a TCP address are not taken.
 * @param tls files that apply should the address be a TCP one
 */
export function parseEngineAddress(
  text: string,
  tls: TlsFiles | undefined,
): EngineAddress | undefined {
  const scheme = /^([a-z]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  const rest = scheme === undefined ? text : text.slice(scheme.length + 3);
  switch (scheme) {
    case 'unix':
      return { kind: 'unix', socketPath: rest === '' ? '/var/run/docker.sock' : rest };
    case 'npipe':
      return {
        kind: 'npipe',
        pipePath: rest === '' ? '//./pipe/docker_engine' : rest.replaceAll('\\', '/'),
      };
    case 'tcp':
    case 'http':
      return tcp(rest, tls);
    case 'https':
      return tcp(rest, tls ?? { verify: true });
    case 'ssh':
      return ssh(rest);
    case undefined:
      if (rest.startsWith('/')) return { kind: 'unix', socketPath: rest };
      return tcp(rest, tls);
    default:
      return undefined;
  }
}

function tcp(rest: string, tls: TlsFiles | undefined): EngineAddress | undefined {
  const url = parseUrl(rest);
  if (url === undefined) return undefined;
  const port = url.port === '' ? (tls === undefined ? 2375 : 2376) : Number(url.port);
  return { kind: 'tcp', host: bare(url.hostname), port, ...(tls === undefined ? {} : { tls }) };
}

/** A path is the engine's socket on that host (docker/cli: connhelper, 25.0). */
function ssh(rest: string): EngineAddress | undefined {
  const url = urlOf(rest);
  if (url === undefined) return undefined;
  // Written with percent signs or not: either way the URL class has it with them.
  const user = querystring.unescape(url.username);
  const socketPath = querystring.unescape(url.pathname);
  return {
    kind: 'ssh',
    host: bare(url.hostname),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(user === '' ? {} : { user }),
    ...(socketPath === '' || socketPath === '/' ? {} : { socketPath }),
  };
}

/** An engine behind a path prefix is not known to Docker's own client either. */
function parseUrl(rest: string): URL | undefined {
  const url = urlOf(rest);
  return url?.pathname === '' || url?.pathname === '/' ? url : undefined;
}

function urlOf(rest: string): URL | undefined {
  // A scheme without a default port of its own, or the URL class would drop `:80`.
  const text = `tcp://${rest}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.hostname === '' ? undefined : url;
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
