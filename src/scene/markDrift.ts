import type { Topology } from '../model/topology';
import type { Drift } from '../topology/compareTopologies';
import type { DriftMark, DriftNoun } from '../topology/drift';
import { displayText } from './displayText';
import type { SceneEdge, SceneElement, SceneFlag } from './scene';

/** What the kinds of elements and edges stand for; their ids are `<kind>:<key>`. */
const nouns: Readonly<Record<string, DriftNoun>> = {
  network: 'network',
  bridge: 'network',
  uplink: 'network',
  container: 'container',
  endpoint: 'endpoint',
  veth: 'endpoint',
  wire: 'endpoint',
  port: 'port',
  nat: 'port',
};

const flags: Readonly<Record<DriftMark, SceneFlag>> = {
  missing: 'drift-missing',
  extra: 'drift-extra',
  changed: 'drift-changed',
};

const words: Readonly<Record<DriftMark, string>> = {
  missing: 'in the files, not running',
  extra: 'running, not in the files',
  changed: 'not as in the files',
};

/** Stands in the corner, so that no mark is a colour or a line style alone. */
const signs: Readonly<Record<DriftMark, string>> = { missing: '−', extra: '+', changed: '≠' };

const badged: ReadonlySet<SceneElement['kind']> = new Set(['network', 'container', 'endpoint']);

/** The strongest mark of each noun: what is missing or extra is not merely changed. */
const strength: Readonly<Record<DriftMark, number>> = { missing: 2, extra: 1, changed: 0 };

/** Marks what differs between files and what runs; a container's marks hold for its endpoints and ports too. */
export class DriftMarks {
  private readonly marks = new Map<string, DriftMark>();
  private readonly messages = new Map<string, string[]>();

  constructor(drift: Drift, topology: Topology) {
    for (const { mark, noun, key, message } of drift.items) {
      this.add(noun, key, mark);
      this.messages.set(`${noun}:${key}`, [
        ...(this.messages.get(`${noun}:${key}`) ?? []),
        displayText(message),
      ]);
    }
    const containers = new Map(topology.containers.map(({ id, key }) => [id, key]));
    const networks = new Map(topology.networks.map(({ id, key }) => [id, key]));
    for (const endpoint of topology.endpoints) {
      this.inherit(
        'endpoint',
        endpoint.key,
        'container',
        containers.get(endpoint.containerId ?? ''),
      );
      this.inherit('endpoint', endpoint.key, 'network', networks.get(endpoint.networkId));
    }
    for (const port of topology.publishedPorts) {
      this.inherit('port', port.key, 'container', containers.get(port.containerId));
    }
  }

  elements(elements: readonly SceneElement[]): readonly SceneElement[] {
    return elements.map((element) => {
      const noun = nounOf(element.id);
      const mark = this.marks.get(noun);
      if (mark === undefined) return element;
      const messages = this.messages.get(noun) ?? [];
      return {
        ...element,
        flags: [...element.flags, flags[mark]],
        texts: badged.has(element.kind)
          ? [
              ...element.texts,
              { text: signs[mark], role: 'badge', x: element.box.width - 14, y: 15 },
            ]
          : element.texts,
        description: [`${element.description}; ${words[mark]}`, ...messages].join('. '),
      };
    });
  }

  edges(edges: readonly SceneEdge[]): readonly SceneEdge[] {
    return edges.map((edge) => {
      const mark = this.marks.get(nounOf(edge.id));
      return mark === undefined ? edge : { ...edge, flags: [...edge.flags, flags[mark]] };
    });
  }

  private add(noun: DriftNoun, key: string, mark: DriftMark): void {
    const id = `${noun}:${key}`;
    const known = this.marks.get(id);
    if (known === undefined || strength[known] < strength[mark]) this.marks.set(id, mark);
  }

  private inherit(noun: DriftNoun, key: string, from: DriftNoun, owner: string | undefined): void {
    const mark = this.marks.get(`${from}:${owner ?? ''}`);
    if (mark === 'missing' || mark === 'extra') this.add(noun, key, mark);
  }
}

/** As the marks are keyed; of what no mark is for, a text that is no key of theirs. */
function nounOf(sceneId: string): string {
  const colon = sceneId.indexOf(':');
  return `${nouns[sceneId.slice(0, colon)] ?? ''}:${sceneId.slice(colon + 1)}`;
}
