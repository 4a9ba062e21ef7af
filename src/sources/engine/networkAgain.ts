import * as z from 'zod/mini';
import type { CreateNetworkRequest, PoolRequest } from './engine';
import { badAnswerError } from './engineErrorFrom';

const text = z.nullish(z.string());
const flag = z.nullish(z.boolean());
const texts = z.nullish(z.record(z.string(), z.string()));

/** What making a network again takes, of `GET /networks/{id}`: all labels and options, which snapshots leave out. */
const inspected = z.object({
  Name: z.string(),
  Driver: text,
  Scope: text,
  Internal: flag,
  Attachable: flag,
  Ingress: flag,
  EnableIPv4: flag,
  EnableIPv6: flag,
  ConfigOnly: flag,
  ConfigFrom: z.nullish(z.object({ Network: text })),
  IPAM: z.nullish(
    z.object({
      Driver: text,
      Options: texts,
      Config: z.nullish(
        z.array(
          z.object({
            Subnet: text,
            IPRange: text,
            Gateway: text,
            AuxiliaryAddresses: texts,
            /** Podman's spelling of the same. */
            AuxAddress: texts,
          }),
        ),
      ),
    }),
  ),
  Options: texts,
  Labels: texts,
});

/** What the engine adds to the options itself and chooses anew (moby: overlay, ov_network.go). */
const chosenOptions = new Set(['com.docker.network.driver.overlay.vxlanid_list']);

/**
 * The request that makes a network again as it was, from the engine's own JSON. A subnet that the
 * engine chose is asked for by name, so that addresses stay; what the JSON does not tell is left to
 * the engine. @throws EngineError `badAnswer`
 */
export function networkAgain(json: unknown): CreateNetworkRequest {
  const parsed = inspected.safeParse(json);
  if (!parsed.success) throw badAnswerError('GET /networks/{id}', z.prettifyError(parsed.error));
  const was = parsed.data;
  const configFrom = filled(was.ConfigFrom?.Network);
  const common = {
    name: was.Name,
    driver: filled(was.Driver) ?? 'bridge',
    ...present('scope', was.Scope === 'local' ? undefined : filled(was.Scope)),
    ...present('internal', set(was.Internal)),
    ...present('attachable', set(was.Attachable)),
    ...present('ingress', set(was.Ingress)),
    ...present('configOnly', set(was.ConfigOnly)),
    ...present('labels', nonEmpty(was.Labels)),
  };
  // It has the other one's addresses and options, and may name none itself (moby: CreateNetwork).
  if (configFrom !== undefined) return { ...common, configFrom };
  const pools = (was.IPAM?.Config ?? []).map((pool): PoolRequest => ({
    ...present('subnet', filled(pool.Subnet)),
    ...present('range', filled(pool.IPRange)),
    ...present('gateway', withoutPrefix(filled(pool.Gateway))),
    ...present('aux', nonEmpty(pool.AuxiliaryAddresses ?? pool.AuxAddress)),
  }));
  const ipamOptions = nonEmpty(was.IPAM?.Options);
  const ipamDriver = filled(was.IPAM?.Driver);
  const options = Object.entries(was.Options ?? {}).filter(([name]) => !chosenOptions.has(name));
  return {
    ...common,
    // On is every engine's default. Podman knows the field, and calls it off where there is a subnet (5.8).
    ...present('ipv4', was.EnableIPv4 === false && !pools.some(isIpv4) ? false : undefined),
    ...present('ipv6', set(was.EnableIPv6)),
    ...(pools.length === 0 && ipamOptions === undefined && ipamDriver === 'default'
      ? {}
      : {
          ipam: {
            ...present('driver', ipamDriver),
            ...present('options', ipamOptions),
            pools: pools.filter((pool) => Object.keys(pool).length > 0),
          },
        }),
    ...present('options', nonEmpty(Object.fromEntries(options))),
  };
}

function isIpv4({ subnet }: PoolRequest): boolean {
  return subnet?.includes('.') === true;
}

function filled(value: string | null | undefined): string | undefined {
  return value === null || value === '' ? undefined : value;
}

function set(value: boolean | null | undefined): true | undefined {
  return value === true ? true : undefined;
}

/** Some engines write the gateway with the subnet's length, and take it without only. */
function withoutPrefix(gateway: string | undefined): string | undefined {
  return gateway?.split('/')[0];
}

function nonEmpty(
  values: Readonly<Record<string, string>> | null | undefined,
): Readonly<Record<string, string>> | undefined {
  return Object.keys(values ?? {}).length === 0 ? undefined : (values ?? undefined);
}

function present<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: T });
}
