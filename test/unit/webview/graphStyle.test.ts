import assert from 'node:assert/strict';
import { graphStyle } from '../../../webview/graphStyle';
import type { GraphFont, GraphTheme } from '../../../webview/graphTheme';
import { hex, mix } from '../../../webview/graphTheme';

const font: GraphFont = { family: 'sans-serif', size: 13, weight: 'normal', descent: 3 };
const theme: GraphTheme = {
  highContrast: false,
  background: '#000001',
  foreground: '#000002',
  description: '#000003',
  surface: '#000004',
  lane: '#000005',
  border: '#000006',
  focus: '#000007',
  warning: '#000008',
  published: '#000009',
  hues: ['#0000a0', '#0000a1', '#0000a2', '#0000a3', '#0000a4', '#0000a5'],
  fonts: { title: font, name: font, detail: font, mono: { ...font, family: 'monospace' } },
};

/** What applies to a selector's elements in the end: later rules win. */
function styleOf(selector: string, given: GraphTheme = theme): Readonly<Record<string, unknown>> {
  const rules = graphStyle(given).filter((rule) => rule.selector.split(', ').includes(selector));
  assert.ok(rules.length > 0, `no rule for ${selector}`);
  return Object.fromEntries(rules.flatMap((rule) => Object.entries(rule.style)));
}

describe('graphStyle', () => {
  it('shows certainty by the line style of frames and wires', () => {
    for (const [certainty, style] of [
      ['declared', 'dashed'],
      ['predicted', 'dashed'],
      ['unknown', 'dotted'],
    ]) {
      assert.equal(styleOf(`node.element.c-${certainty}`)['border-style'], style);
      assert.equal(styleOf(`edge.c-${certainty}`)['line-style'], style);
    }
  });

  it('draws the default route thicker', () => {
    const width = Number(styleOf('edge')['width']);
    assert.ok(Number(styleOf('edge.f-default-route')['width']) > 2 * width);
  });

  it('marks internal networks and orphans by shape', () => {
    const shapes = [
      'node.element',
      'node.element.k-network.f-internal',
      'node.element.f-orphan',
    ].map((selector) => styleOf(selector)['shape']);
    assert.equal(new Set(shapes).size, 3);
  });

  it('pales what is stopped, paused or inactive', () => {
    for (const flag of ['stopped', 'paused', 'inactive']) {
      assert.ok(Number(styleOf(`node.element.f-${flag}`)['border-opacity']) < 1);
      assert.ok(Number(styleOf(`edge.f-${flag}`)['line-opacity']) < 1);
    }
  });

  it('gives a network one colour on bus, plugs, ports and wires', () => {
    for (const [index, colour] of theme.hues.entries()) {
      assert.equal(styleOf(`node.element.k-bridge.h-${index}`)['border-color'], colour);
      assert.equal(styleOf(`node.element.k-veth.h-${index}`)['background-color'], colour);
      assert.equal(styleOf(`node.element.k-endpoint.h-${index}`)['border-color'], colour);
      assert.equal(styleOf(`edge.k-wire.h-${index}`)['line-color'], colour);
    }
  });

  it('uses patterns instead of fills in high contrast', () => {
    const high = { ...theme, highContrast: true };
    for (const kind of ['network', 'container', 'outside']) {
      assert.equal(styleOf(`node.element.k-${kind}`, high)['background-color'], theme.background);
    }
    const dashes = theme.hues.map(
      (_, index) => styleOf(`edge.h-${index}`, high)['line-dash-pattern'],
    );
    assert.equal(new Set(dashes).size, theme.hues.length);
    const buses = theme.hues.map((_, index) => {
      const style = styleOf(`node.element.k-bridge.h-${index}`, high);
      assert.equal(style['background-color'], theme.background);
      return `${String(style['border-style'])} ${String(style['border-width'])}`;
    });
    assert.equal(new Set(buses).size, theme.hues.length);
  });

  it('never breaks an observed frame: only certainty is told by dashes', () => {
    const high = { ...theme, highContrast: true };
    for (const index of theme.hues.keys()) {
      const style = styleOf(`node.element.k-bridge.h-${index}`, high)['border-style'];
      assert.ok(style === 'solid' || style === 'double');
    }
  });

  it('lets certainty win over the make of a hue', () => {
    const selectors = graphStyle({ ...theme, highContrast: true }).map(({ selector }) => selector);
    const hue = selectors.lastIndexOf('node.element.k-bridge.h-0');
    assert.ok(selectors.indexOf('node.element.c-predicted') > hue);
  });

  it('takes every colour from the theme', () => {
    const colours = graphStyle(theme).flatMap(({ style }) =>
      Object.values(style).filter((value) => String(value).startsWith('#')),
    );
    assert.ok(colours.length > 20);
    // Mixes of colours that have no red and green have none either.
    for (const colour of colours) assert.match(String(colour), /^#0000/);
  });

  it('puts the baseline where the scene says', () => {
    assert.equal(styleOf('node.text.r-mono')['text-margin-y'], 3);
    assert.equal(styleOf('node.text')['text-valign'], 'top');
  });
});

describe('mix', () => {
  it('lays one colour on another', () => {
    assert.equal(mix('#ffffff', '#000000', 0), '#000000');
    assert.equal(mix('#ffffff', '#000000', 1), '#ffffff');
    assert.equal(mix('#ff8000', '#000000', 0.5), '#804000');
  });
});

describe('hex', () => {
  it('writes two digits a channel and leaves alpha out', () => {
    assert.equal(hex([0, 10, 255, 128]), '#000aff');
  });
});
