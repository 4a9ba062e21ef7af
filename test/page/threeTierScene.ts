import type { Provenance } from '../../src/model/provenance';
import type {
  Box,
  Point,
  Scene,
  SceneEdge,
  SceneElement,
  SceneFlag,
  SceneText,
} from '../../src/scene/scene';

type Certainty = SceneElement['certainty'];

const observed: Provenance = { kind: 'observed', from: 'GET /networks/{id}' };
const predicted: Provenance = { kind: 'predicted', rule: 'Docker 28.5' };

function box(x: number, y: number, width: number, height: number): Box {
  return { x, y, width, height };
}

function text(role: SceneText['role'], x: number, y: number, words: string): SceneText {
  return { role, x, y, text: words };
}

interface Extra {
  readonly parent?: string;
  readonly hue?: number;
  readonly flags?: readonly SceneFlag[];
  readonly certainty?: Certainty;
  readonly address?: string;
  readonly name?: string;
}

function element(
  kind: SceneElement['kind'],
  key: string,
  place: Box,
  texts: readonly SceneText[],
  { flags = [], certainty = 'observed', name = texts[0]?.text ?? key, ...rest }: Extra = {},
): SceneElement {
  const id = `${kind}:${key}`;
  return {
    id,
    kind,
    ref: id,
    name,
    box: place,
    texts,
    certainty,
    flags,
    description: `${name}, ${kind}`,
    ...rest,
  };
}

function wire(
  kind: SceneEdge['kind'],
  from: string,
  to: string,
  points: readonly Point[],
  extra: Partial<SceneEdge> = {},
): SceneEdge {
  return {
    id: `${kind}:${from}-${to}`,
    kind,
    from,
    to,
    points,
    flags: [],
    provenance: observed,
    ...extra,
  };
}

export interface ThreeTierNames {
  readonly web: string;
  readonly api: string;
  readonly db: string;
}

/** Web and api on front, api and db on back, web published, db stopped: as a layout would place it. */
export function threeTierScene(
  names: ThreeTierNames = { web: 'web', api: 'api', db: 'db' },
): Scene {
  const front = { parent: 'network:front', hue: 0 };
  const back = { parent: 'network:back', hue: 1 };
  const elements: readonly SceneElement[] = [
    element('outside', 'world', box(20, 10, 220, 40), [text('name', 24, 25, 'Outside world')]),
    element('host', 'vm', box(20, 90, 1080, 560), [
      text('title', 190, 26, 'vm'),
      text('detail', 222, 26, 'Docker 28.5.2'),
    ]),
    element(
      'nic',
      'eth0',
      box(60, 130, 150, 46),
      [text('name', 12, 19, 'eth0'), text('mono', 12, 36, '192.0.2.2/24')],
      { parent: 'host:vm', certainty: 'predicted', address: '192.0.2.2/24' },
    ),
    element(
      'port',
      'web-8080',
      box(300, 136, 230, 28),
      [text('mono', 14, 18, '0.0.0.0:8080 → web:80/tcp')],
      { parent: 'host:vm' },
    ),
    element(
      'network',
      'front',
      box(60, 220, 500, 380),
      [text('name', 20, 24, 'front'), text('detail', 62, 24, 'bridge · 172.30.10.0/24')],
      { parent: 'host:vm', hue: 0 },
    ),
    element(
      'bridge',
      'front',
      box(76, 262, 468, 26),
      [text('mono', 12, 17, 'br-9fe43dd2649a · gateway 172.30.10.1')],
      front,
    ),
    element(
      'network',
      'back',
      box(620, 220, 440, 380),
      [
        text('name', 20, 24, 'back'),
        text('detail', 60, 24, 'bridge · 172.20.0.0/16'),
        text('badge', 220, 24, 'internal'),
      ],
      { parent: 'host:vm', hue: 1, flags: ['internal'] },
    ),
    element(
      'bridge',
      'back',
      box(636, 262, 408, 26),
      [text('mono', 12, 17, 'br-b31d7a4967d5 · gateway 172.20.0.1')],
      { ...back, flags: ['internal'] },
    ),
    element('veth', 'web-front', box(152, 280, 16, 16), [], {
      ...front,
      certainty: 'predicted',
      name: 'veth1',
    }),
    element('veth', 'api-front', box(432, 280, 16, 16), [], {
      ...front,
      certainty: 'predicted',
      name: 'veth2',
    }),
    element('veth', 'api-back', box(672, 280, 16, 16), [], {
      ...back,
      certainty: 'predicted',
      name: 'veth3',
    }),
    element('veth', 'db-back', box(902, 280, 16, 16), [], {
      ...back,
      certainty: 'predicted',
      name: 'veth4',
    }),
    element(
      'container',
      'web',
      box(96, 430, 190, 100),
      [text('name', 14, 38, names.web), text('detail', 14, 56, 'nginx:1.27-alpine')],
      { parent: 'network:front' },
    ),
    element(
      'endpoint',
      'web-front',
      box(108, 420, 160, 22),
      [text('mono', 8, 15, 'eth0 172.30.10.2')],
      { parent: 'container:web', hue: 0, flags: ['default-route'], address: '172.30.10.2' },
    ),
    element(
      'container',
      'api',
      box(350, 430, 190, 100),
      [text('name', 14, 38, names.api), text('detail', 14, 56, 'node:22-alpine')],
      { parent: 'network:front' },
    ),
    element(
      'endpoint',
      'api-front',
      box(362, 420, 160, 22),
      [text('mono', 8, 15, 'eth0 172.30.10.3')],
      { parent: 'container:api', hue: 0, flags: ['default-route'], address: '172.30.10.3' },
    ),
    element(
      'endpoint',
      'api-back',
      box(400, 500, 150, 22),
      [text('mono', 8, 15, 'eth1 172.20.0.2')],
      { parent: 'container:api', hue: 1, address: '172.20.0.2' },
    ),
    element(
      'container',
      'db',
      box(820, 430, 190, 100),
      [
        text('name', 14, 38, names.db),
        text('detail', 14, 56, 'postgres:17-alpine'),
        text('badge', 14, 74, 'stopped'),
      ],
      { parent: 'network:back', flags: ['stopped'] },
    ),
    element('endpoint', 'db-back', box(832, 420, 150, 22), [text('mono', 8, 15, 'eth0')], {
      parent: 'container:db',
      hue: 1,
      flags: ['stopped'],
      certainty: 'unknown',
    }),
  ];
  const edges: readonly SceneEdge[] = [
    wire(
      'outside',
      'outside:world',
      'nic:eth0',
      [
        { x: 135, y: 50 },
        { x: 135, y: 130 },
      ],
      { flags: ['default-route'], provenance: predicted },
    ),
    wire(
      'uplink',
      'nic:eth0',
      'bridge:front',
      [
        { x: 100, y: 176 },
        { x: 100, y: 262 },
      ],
      { hue: 0, provenance: predicted },
    ),
    wire('nat', 'port:web-8080', 'endpoint:web-front', [
      { x: 400, y: 164 },
      { x: 400, y: 360 },
      { x: 230, y: 360 },
      { x: 230, y: 420 },
    ]),
    wire(
      'wire',
      'veth:web-front',
      'endpoint:web-front',
      [
        { x: 160, y: 296 },
        { x: 160, y: 420 },
      ],
      { hue: 0, flags: ['default-route'] },
    ),
    wire(
      'wire',
      'veth:api-front',
      'endpoint:api-front',
      [
        { x: 440, y: 296 },
        { x: 440, y: 420 },
      ],
      { hue: 0, flags: ['default-route'] },
    ),
    wire(
      'wire',
      'endpoint:api-back',
      'veth:api-back',
      [
        { x: 550, y: 511 },
        { x: 680, y: 511 },
        { x: 680, y: 296 },
      ],
      { hue: 1 },
    ),
    wire(
      'wire',
      'veth:db-back',
      'endpoint:db-back',
      [
        { x: 910, y: 296 },
        { x: 910, y: 420 },
      ],
      {
        hue: 1,
        provenance: { kind: 'unknown', reason: 'the container is stopped' },
        flags: ['inactive'],
      },
    ),
  ];
  return {
    format: 'vethscope-scene/1',
    title: 'Docker 28.5.2 on vm',
    origin: 'engine',
    width: 1120,
    height: 680,
    elements,
    edges,
    notes: ['NICs and veths were not read: the host is drawn as one box.'],
  };
}
