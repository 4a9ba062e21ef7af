import type { WebviewStrings } from '../src/protocol/strings';
import type { SceneDepth } from '../src/scene/sceneOptions';
import { makeElement } from './makeElement';

const depths: readonly SceneDepth[] = ['networks', 'wiring', 'rules'];

/** How deep the drawing goes: one of three, chosen like radio buttons. */
export class DepthSwitch {
  readonly element: HTMLElement;
  readonly #buttons: ReadonlyMap<SceneDepth, HTMLButtonElement>;

  constructor(strings: WebviewStrings, chosen: (depth: SceneDepth) => void) {
    const labels: Readonly<Record<SceneDepth, readonly [name: string, hint: string]>> = {
      networks: [strings.depthNetworks, strings.depthNetworksHint],
      wiring: [strings.depthWiring, strings.depthWiringHint],
      rules: [strings.depthRules, strings.depthRulesHint],
    };
    this.#buttons = new Map(
      depths.map((depth) => {
        const [name, hint] = labels[depth];
        const button = makeElement('button', { type: 'button', title: hint }, name);
        button.addEventListener('click', () => chosen(depth));
        return [depth, button];
      }),
    );
    this.element = makeElement(
      'div',
      { role: 'group', 'aria-label': strings.depth, class: 'depths' },
      ...this.#buttons.values(),
    );
    this.show('wiring');
  }

  show(depth: SceneDepth): void {
    for (const [own, button] of this.#buttons) {
      button.setAttribute('aria-pressed', String(own === depth));
    }
  }
}
