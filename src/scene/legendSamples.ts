import type { LegendKey } from './legendOf';

/** SVG path data, and how it is drawn; several looks may go together, a plain line has none. */
export type SampleStroke = readonly [d: string, ...looks: readonly SampleLook[]];

export type SampleLook =
  | 'published'
  | 'lane'
  | 'solid'
  | 'pale'
  | 'thick'
  | 'default-route'
  | 'predicted'
  | 'unknown'
  | 'hue-0'
  | 'hue-1'
  | 'hue-2'
  | 'orphan'
  | 'drift'
  | 'focus'
  | 'dimmed';

/** Pixels; every sample lies within. */
export const sampleSize = { width: 36, height: 16 } as const;

const line = 'M1 8h34';
const box = 'M1.5 2.5h33v11h-33z';
const card = 'M4.5 2.5h27a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3h-27a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3z';
const pill = 'M7 2.5h22a5.5 5.5 0 0 1 0 11h-22a5.5 5.5 0 0 1 0-11z';
const tag = 'M9 4h18a4 4 0 0 1 0 8h-18a4 4 0 0 1 0-8z';
const socket = 'M1.5 5h20v6h-20z';

/** What is drawn beside each text of a legend. */
export const legendSamples: Readonly<Record<LegendKey, readonly SampleStroke[]>> = {
  engine: [['M.5.5h35v15h-35z'], ['M3 4h14']],
  outside: [[pill]],
  host: [['M.5.5h35v15h-35z']],
  nic: [[box]],
  port: [[tag, 'published']],
  network: [
    ['M.5.5h35v15h-35z', 'lane'],
    ['M3 5h30v3h-30z', 'solid'],
  ],
  bridge: [['M1.5 5h33v6h-33z', 'solid']],
  veth: [['M14 4h8v8h-8z', 'solid']],
  container: [[card]],
  endpoint: [['M8 1.5h27v13h-27z', 'pale'], [socket]],
  sandbox: [['M.5.5h35v15h-35z', 'thick'], ['M4 4h12v8h-12zM20 4h12v8h-12z']],
  'line-wire': [['M4 1v8h26v6']],
  'line-uplink': [['M18 1v6h-10v8']],
  'line-nat': [['M1 8h26M27 4.5l7 3.5l-7 3.5z', 'published']],
  'line-outside': [['M18 0v16', 'default-route']],
  'line-shares': [[line, 'predicted']],
  hue: [
    ['M1 3h34', 'hue-0'],
    ['M1 8h34', 'hue-1'],
    ['M1 13h34', 'hue-2'],
  ],
  observed: [[line]],
  predicted: [[line, 'predicted']],
  unknown: [[line, 'unknown']],
  'flag-default-route': [[line, 'default-route']],
  'flag-stopped': [[card, 'pale']],
  'flag-paused': [[card, 'pale']],
  'flag-inactive': [[card, 'pale']],
  'flag-stale': [[card, 'pale']],
  'flag-internal': [['M4.5 2.5h27l3 3v5l-3 3h-27l-3-3v-5z']],
  'flag-external': [['M.5.5h35v15h-35z', 'lane']],
  'flag-unused': [['M.5.5h35v15h-35z', 'lane']],
  'flag-host-network': [['M.5.5h35v15h-35z', 'lane']],
  'flag-no-network': [['M.5.5h35v15h-35z', 'lane']],
  'flag-orphan': [[box, 'orphan']],
  'flag-quiet': [[card, 'lane']],
  'flag-folded': [['M1.5 2.5h30v9h-30z'], ['M4.5 14.5h30v-9']],
  'flag-drift-missing': [[card, 'predicted', 'pale']],
  'flag-drift-extra': [
    [card, 'drift'],
    ['M4.5 5h27v6h-27z', 'drift'],
  ],
  'flag-drift-changed': [[card, 'drift', 'thick']],
  selected: [['M.5.5h35v15h-35z', 'focus'], ['M4.5 4.5h27v7h-27z']],
  lit: [['M1.5 4.5h10v7h-10zM24.5 4.5h10v7h-10z'], ['M11.5 8h13']],
  dimmed: [
    ['M1.5 4.5h10v7h-10zM24.5 4.5h10v7h-10z', 'dimmed'],
    ['M11.5 8h13', 'dimmed'],
  ],
};
