import {
  anyKey,
  driverOptions,
  flag,
  labels,
  list,
  map,
  mapOf,
  name,
  oneOf,
  text,
  textOrList,
  texts,
  types,
  type Schema,
} from './schema';
import { service } from './schemaService';

const strict = { extensible: false } as const;
const orNull = { types: ['object', 'null'] } as const;

const external = map({ name: text }, { types: ['boolean', 'string', 'object'] });
const openExternal = map({ name: text }, { types: ['boolean', 'string', 'object'], open: true });

const network = map(
  {
    name: text,
    driver: text,
    driver_opts: driverOptions,
    ipam: map({
      driver: text,
      config: list(
        map({ subnet: text, ip_range: text, gateway: text, aux_addresses: mapOf(anyKey, text) }),
      ),
      options: mapOf(anyKey, text),
    }),
    external,
    internal: flag,
    enable_ipv4: flag,
    enable_ipv6: flag,
    attachable: flag,
    labels,
  },
  orNull,
);

const volume = map(
  { name: text, driver: text, driver_opts: driverOptions, external, labels },
  orNull,
);

const secret = map({
  name: text,
  environment: text,
  file: text,
  external: openExternal,
  labels,
  driver: text,
  driver_opts: driverOptions,
  template_driver: text,
});

const config = map({
  name: text,
  content: text,
  environment: text,
  file: text,
  external: openExternal,
  labels,
  template_driver: text,
});

const model = map(
  { name: text, model: text, context_size: types('integer'), runtime_flags: texts },
  { required: ['model'] },
);

const include = oneOf(
  text,
  map({ path: textOrList, env_file: textOrList, project_directory: text }, strict),
);

/** A whole compose file, as docker compose 2.40 takes it. */
export const composeFile: Schema = map({
  version: text,
  name: text,
  include: list(include),
  services: mapOf(name, service),
  models: mapOf(name, model, { open: true }),
  networks: mapOf(name, network, { open: true }),
  volumes: mapOf(name, volume),
  secrets: mapOf(name, secret),
  configs: mapOf(name, config),
});
