import {
  driverOptions,
  flag,
  hosts,
  labels,
  list,
  map,
  mapOf,
  name,
  numberOrText,
  oneOf,
  text,
  textOrList,
  texts,
  types,
  uniqueTexts,
  values,
  wholeOrText,
} from './schema';

/** Parts of a service that are maps themselves; see schemaService.ts. */

export const strict = { extensible: false } as const;
export const whole = types('integer');
const textOrFlag = types('string', 'boolean');
export const command = oneOf(types('null'), text, texts);

export const hook = map(
  { command, user: text, privileged: flag, working_dir: text, environment: labels },
  { required: ['command'] },
);

export const ulimits = mapOf(
  /^[a-z]+$/,
  oneOf(wholeOrText, map({ hard: wholeOrText, soft: wholeOrText }, { required: ['soft', 'hard'] })),
  { open: true },
);

export const mounts = list(
  oneOf(text, map({ source: text, target: text, uid: text, gid: text, mode: numberOrText })),
);

export const deviceFields = {
  capabilities: uniqueTexts,
  count: types('string', 'integer'),
  device_ids: uniqueTexts,
  driver: text,
  options: labels,
};

export const build = oneOf(
  text,
  map({
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    args: labels,
    ssh: labels,
    labels,
    cache_from: texts,
    cache_to: texts,
    no_cache: flag,
    additional_contexts: labels,
    network: text,
    provenance: textOrFlag,
    sbom: textOrFlag,
    pull: flag,
    target: text,
    shm_size: wholeOrText,
    extra_hosts: hosts,
    isolation: text,
    privileged: flag,
    secrets: mounts,
    tags: texts,
    ulimits,
    platforms: texts,
  }),
);

const limits = list(map({ path: text, rate: wholeOrText }, strict));

export const blkio = map(
  {
    device_read_bps: limits,
    device_read_iops: limits,
    device_write_bps: limits,
    device_write_iops: limits,
    weight: wholeOrText,
    weight_device: list(map({ path: text, weight: wholeOrText }, strict)),
  },
  strict,
);

const update = map({
  parallelism: wholeOrText,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: numberOrText,
  order: values('start-first', 'stop-first'),
});

export const deploy = map(
  {
    mode: text,
    endpoint_mode: text,
    replicas: wholeOrText,
    labels,
    rollback_config: update,
    update_config: update,
    resources: map({
      limits: map({ cpus: numberOrText, memory: text, pids: wholeOrText }),
      reservations: map({
        cpus: numberOrText,
        memory: text,
        generic_resources: list(
          map({ discrete_resource_spec: map({ kind: text, value: numberOrText }) }),
        ),
        devices: list(map(deviceFields, { required: ['capabilities'] })),
      }),
    }),
    restart_policy: map({ condition: text, delay: text, max_attempts: wholeOrText, window: text }),
    placement: map({
      constraints: texts,
      preferences: list(map({ spread: text })),
      max_replicas_per_node: wholeOrText,
    }),
  },
  { types: ['object', 'null'] },
);

export const develop = map(
  {
    watch: list(
      map(
        {
          ignore: textOrList,
          include: textOrList,
          path: text,
          action: values('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
          target: text,
          exec: hook,
          initial_sync: types('boolean'),
        },
        { required: ['path', 'action'] },
      ),
    ),
  },
  { types: ['object', 'null'] },
);

export const dependsOn = oneOf(
  uniqueTexts,
  mapOf(
    name,
    map(
      {
        restart: flag,
        required: types('boolean'),
        condition: values('service_started', 'service_healthy', 'service_completed_successfully'),
      },
      { required: ['condition'] },
    ),
  ),
);

export const networks = oneOf(
  uniqueTexts,
  mapOf(
    name,
    oneOf(
      map({
        aliases: uniqueTexts,
        interface_name: text,
        ipv4_address: text,
        ipv6_address: text,
        link_local_ips: uniqueTexts,
        mac_address: text,
        driver_opts: driverOptions,
        priority: types('number'),
        gw_priority: types('number'),
      }),
      types('null'),
    ),
  ),
);

export const ports = list(
  oneOf(
    types('number'),
    text,
    map({
      name: text,
      mode: text,
      host_ip: text,
      target: wholeOrText,
      published: types('string', 'integer'),
      protocol: text,
      app_protocol: text,
    }),
  ),
  true,
);

export const volumes = list(
  oneOf(
    text,
    map(
      {
        type: values('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
        source: text,
        target: text,
        read_only: flag,
        consistency: text,
        bind: map({
          propagation: text,
          create_host_path: flag,
          recursive: values('enabled', 'disabled', 'writable', 'readonly'),
          selinux: values('z', 'Z'),
        }),
        volume: map({ labels, nocopy: flag, subpath: text }),
        tmpfs: map({
          size: oneOf({ types: ['integer'], minimum: 0 }, text),
          mode: numberOrText,
        }),
        image: map({ subpath: text }),
      },
      { required: ['type'] },
    ),
  ),
  true,
);
