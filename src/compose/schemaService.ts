import {
  anyKey,
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
  type Schema,
} from './schema';

const strict = { extensible: false } as const;
const whole = types('integer');
const textOrFlag = types('string', 'boolean');
const command = oneOf(types('null'), text, texts);

const hook = map(
  { command, user: text, privileged: flag, working_dir: text, environment: labels },
  { required: ['command'] },
);

const ulimits = mapOf(
  /^[a-z]+$/,
  oneOf(wholeOrText, map({ hard: wholeOrText, soft: wholeOrText }, { required: ['soft', 'hard'] })),
  { open: true },
);

const mounts = list(
  oneOf(text, map({ source: text, target: text, uid: text, gid: text, mode: numberOrText })),
);

const deviceFields = {
  capabilities: uniqueTexts,
  count: types('string', 'integer'),
  device_ids: uniqueTexts,
  driver: text,
  options: labels,
};

const build = oneOf(
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

const blkio = map(
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

const deploy = map(
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

const develop = map(
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

const dependsOn = oneOf(
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

const networks = oneOf(
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

const ports = list(
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

const volumes = list(
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

const scalarOption = types('string', 'number', 'boolean');

/** A service, as docker compose 2.40 takes it. */
export const service: Schema = map({
  develop,
  deploy,
  annotations: labels,
  attach: flag,
  build,
  blkio_config: blkio,
  cap_add: uniqueTexts,
  cap_drop: uniqueTexts,
  cgroup: values('host', 'private'),
  cgroup_parent: text,
  command,
  configs: mounts,
  container_name: { types: ['string'], pattern: '[a-zA-Z0-9][a-zA-Z0-9_.-]+' },
  cpu_count: oneOf(text, { types: ['integer'], minimum: 0 }),
  cpu_percent: oneOf(text, { types: ['integer'], minimum: 0, maximum: 100 }),
  cpu_shares: numberOrText,
  cpu_quota: numberOrText,
  cpu_period: numberOrText,
  cpu_rt_period: numberOrText,
  cpu_rt_runtime: numberOrText,
  cpus: numberOrText,
  cpuset: text,
  credential_spec: map({ config: text, file: text, registry: text }),
  depends_on: dependsOn,
  device_cgroup_rules: uniqueTexts,
  devices: list(
    oneOf(text, map({ source: text, target: text, permissions: text }, { required: ['source'] })),
  ),
  dns: textOrList,
  dns_opt: uniqueTexts,
  dns_search: textOrList,
  domainname: text,
  entrypoint: command,
  env_file: oneOf(
    text,
    list(
      oneOf(
        text,
        map({ path: text, format: text, required: flag }, { ...strict, required: ['path'] }),
      ),
    ),
  ),
  label_file: oneOf(text, texts),
  environment: labels,
  expose: list(types('string', 'number'), true),
  extends: oneOf(text, map({ service: text, file: text }, { ...strict, required: ['service'] })),
  provider: map(
    {
      type: text,
      options: mapOf(anyKey, oneOf(scalarOption, list(scalarOption)), { open: true }),
    },
    { required: ['type'] },
  ),
  external_links: uniqueTexts,
  extra_hosts: hosts,
  gpus: oneOf(values('all'), list(map(deviceFields, { open: true }))),
  group_add: list(types('string', 'number'), true),
  healthcheck: map({
    disable: flag,
    interval: text,
    retries: numberOrText,
    test: oneOf(text, texts),
    timeout: text,
    start_period: text,
    start_interval: text,
  }),
  hostname: text,
  image: text,
  init: flag,
  ipc: text,
  isolation: text,
  labels,
  links: uniqueTexts,
  logging: map({
    driver: text,
    options: mapOf(anyKey, types('string', 'number', 'null'), { open: true }),
  }),
  mac_address: text,
  mem_limit: numberOrText,
  mem_reservation: types('string', 'integer'),
  mem_swappiness: wholeOrText,
  memswap_limit: numberOrText,
  network_mode: text,
  models: oneOf(
    uniqueTexts,
    mapOf(name, oneOf(map({ endpoint_var: text, model_var: text }), types('null')), { open: true }),
  ),
  networks,
  oom_kill_disable: flag,
  oom_score_adj: oneOf(text, { ...whole, minimum: -1000, maximum: 1000 }),
  pid: types('string', 'null'),
  pids_limit: numberOrText,
  platform: text,
  ports,
  post_start: list(hook),
  pre_stop: list(hook),
  privileged: flag,
  profiles: uniqueTexts,
  pull_policy: {
    types: ['string'],
    pattern:
      'always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+',
  },
  pull_refresh_after: text,
  read_only: flag,
  restart: text,
  runtime: text,
  scale: wholeOrText,
  security_opt: uniqueTexts,
  shm_size: numberOrText,
  secrets: mounts,
  sysctls: labels,
  stdin_open: flag,
  stop_grace_period: text,
  stop_signal: text,
  storage_opt: { types: ['object'], open: true, properties: {} },
  tmpfs: textOrList,
  tty: flag,
  ulimits,
  use_api_socket: types('boolean'),
  user: text,
  uts: text,
  userns_mode: text,
  volumes,
  volumes_from: uniqueTexts,
  working_dir: text,
});
