import { readIptablesSave } from '../../src/netfilter/readIptablesSave';
import { readNftJson } from '../../src/netfilter/readNftJson';

/**
 * Reading rules, as ratios to `JSON.parse` of the same rules as JSON: for nft the tool's own JSON, for
 * iptables-save, which has none, what was read of it. Linear growth keeps the time for one rule.
 */

const sizes = [1_000, 10_000, 30_000];
const repeats = 15;
/** At 10,000 rules; nft's JSON is parsed by us as well, so that 1 is its least. */
const allowed = 3;

/**
 * The quickest of several runs of each, in turns, in milliseconds: what else the machine does only ever
 * adds, and in turns it adds to both.
 */
function quickest(job: () => unknown, reference: () => unknown): readonly [number, number] {
  let [own, parsed] = [Infinity, Infinity];
  for (let run = 0; run < repeats; run++) {
    own = Math.min(own, milliseconds(job));
    parsed = Math.min(parsed, milliseconds(reference));
  }
  return [own, parsed];
}

function milliseconds(job: () => unknown): number {
  const start = process.hrtime.bigint();
  job();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Rules as Docker writes them for so many published ports. */
function iptablesText(count: number): string {
  const rules = Array.from({ length: count }, (_, index) => {
    const address = `172.18.${(index >> 8) & 255}.${index & 255}`;
    return index % 2 === 0
      ? `[${index}:${index * 60}] -A DOCKER -d ${address}/32 ! -i br-1a2b3c4d5e6f -o br-1a2b3c4d5e6f -p tcp -m tcp --dport ${index % 65535} -j ACCEPT`
      : `[0:0] -A DOCKER-CT -o br-1a2b3c4d5e6f -m conntrack --ctstate RELATED,ESTABLISHED -m comment --comment "rule ${index}" -j ACCEPT`;
  });
  const chains = [':FORWARD DROP [0:0]', ':DOCKER - [0:0]', ':DOCKER-CT - [0:0]'];
  return ['*filter', ...chains, ...rules, 'COMMIT', ''].join('\n');
}

function nftText(count: number): string {
  const place = { family: 'ip', table: 't' };
  const rules = Array.from({ length: count }, (_, index) => ({
    rule: {
      ...place,
      chain: 'c',
      handle: index,
      expr: [
        {
          match: {
            op: '==',
            left: { payload: { protocol: 'ip', field: 'daddr' } },
            right: `172.18.${(index >> 8) & 255}.${index & 255}`,
          },
        },
        {
          match: {
            op: '==',
            left: { payload: { protocol: 'tcp', field: 'dport' } },
            right: index % 65535,
          },
        },
        { counter: { packets: index, bytes: index * 60 } },
        { accept: null },
      ],
    },
  }));
  const chain = { ...place, name: 'c', type: 'filter', hook: 'forward', prio: 0 };
  return JSON.stringify({
    nftables: [{ table: { family: 'ip', name: 't' } }, { chain }, ...rules],
  });
}

function report(name: string, size: number, own: number, reference: number): boolean {
  const ratio = own / reference;
  const each = (own / size) * 1000;
  console.log(
    `${name.padEnd(15)}${String(size).padEnd(9)}${ratio.toFixed(2).padEnd(8)}${own.toFixed(1)} ms, ${each.toFixed(2)} µs a rule`,
  );
  return ratio <= allowed || size !== 10_000;
}

console.log('Reading rules, in times the JSON.parse of the same as JSON');
const fine = sizes.map((size) => {
  const text = iptablesText(size);
  const json = JSON.stringify(readIptablesSave(text, 'ip'));
  const nft = nftText(size);
  const save = quickest(
    () => readIptablesSave(text, 'ip'),
    () => JSON.parse(json) as unknown,
  );
  const listed = quickest(
    () => readNftJson(nft),
    () => JSON.parse(nft) as unknown,
  );
  return [report('iptables-save', size, ...save), report('nft -j', size, ...listed)];
});
if (fine.flat().includes(false)) {
  console.error(`10,000 rules took more than ${allowed} times the reference`);
  process.exitCode = 1;
}
