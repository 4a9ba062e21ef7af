import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { planTopology } from '../../../src/topology/planTopology';
import { read } from './composeFiles';

/** A project that uses most of what the reader knows. */
const original = `name: \${NAME:-mutated}
include: [lib/part.yaml]
x-common: &common
  image: nginx:\${TAG:-1}
  dns: [1.1.1.1]
services:
  web:
    <<: *common
    ports: ["8080:80", "127.0.0.1:9000-9002:9000-9002/udp"]
    networks:
      front:
        aliases: [www]
        ipv4_address: 10.1.0.10
    depends_on: [api]
  api:
    extends: {service: base, file: base.yaml}
    scale: 2
    networks: [front, back]
    extra_hosts: ["db:10.2.0.5"]
  side:
    image: x
    network_mode: service:api
    profiles: [debug]
networks:
  front:
    ipam: {config: [{subnet: 10.1.0.0/24, gateway: 10.1.0.1}]}
  back: {internal: true}
`;

const others = {
  'base.yaml': 'services: {base: {image: b, hostname: h, expose: ["80"]}}\n',
  'lib/part.yaml': 'services: {part: {image: p, networks: [inner]}}\nnetworks: {inner: {}}\n',
};

const pieces = [
  ...'[]{}:,#|>"\'\t\n~&*!%@`$',
  ': ',
  '- ',
  '? ',
  '<<: *common',
  '*common',
  '!reset ',
  '!override ',
  '!!int ',
  '---\n',
  '...\n',
  '${',
  '${A:-',
  '$$',
  '1-65535:1-65535',
  '[::1]:80:80',
  '0x',
  '1e999',
  '2024-01-01',
  'null',
  '__proto__: ',
  'constructor: x\n',
  'extends: web',
  'include: [compose.yaml]',
  '\u2028',
  '\u{1f600}',
];

interface Edit {
  readonly kind: 'cut' | 'insert' | 'remove' | 'duplicate' | 'repeat';
  readonly at: number;
  readonly length: number;
  readonly piece: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('cut', 'insert', 'remove', 'duplicate', 'repeat'),
  at: fc.nat(original.length),
  length: fc.nat(300),
  piece: fc.constantFrom(...pieces),
});

function apply(text: string, { kind, at, length, piece }: Edit): string {
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (kind) {
    case 'cut':
      return before;
    case 'insert':
      return before + piece + after;
    case 'remove':
      return before + after.slice(length % 40);
    case 'duplicate':
      return before + text.slice(length, length + 200) + after;
    case 'repeat':
      return before + piece.repeat(length) + after;
  }
}

/** How long one reading may take; the slowest of these takes a tenth of it. */
const mostMilliseconds = 1_000;

const runs = process.env['VETHSCOPE_LONG'] === '1' ? 10_000 : 500;

describe('mutated compose files', () => {
  it('never crash or hang the reader and the plan', async function () {
    this.timeout(Math.max(60_000, runs * 50));
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
        const text = edits.reduce(apply, original);
        // Of the processor: a machine that is busy with other things is no hang.
        const start = process.cpuUsage();
        const { project, problems } = await read({ ...others, 'compose.yaml': text });
        if (project !== undefined) planTopology(project, {});
        const { user, system } = process.cpuUsage(start);
        assert.ok((user + system) / 1000 < mostMilliseconds);
        for (const { at, end } of problems) {
          assert.ok(at.line >= 1 && at.column >= 1 && end.line >= at.line);
        }
      }),
      { numRuns: runs, seed: 20_260 },
    );
  });
});
