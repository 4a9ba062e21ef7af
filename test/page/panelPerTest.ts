import assert from 'node:assert/strict';
import { Panel, PanelLab } from './openPanel';

/** Opens a panel of its own for a test. */
export type OpenPanel = (options?: Parameters<typeof Panel.open>[1]) => Promise<Panel>;

/**
 * One Chromium for the tests of a `describe` (call it there), each of which opens a panel: after each,
 * nothing may have broken the content security policy or been complained of, and the panel is closed.
 */
export function panelPerTest(): OpenPanel {
  let lab: PanelLab;
  const opened: Panel[] = [];

  before(async () => (lab = await PanelLab.start()));
  after(() => lab.stop());
  afterEach(async () => {
    for (const panel of opened.splice(0)) {
      if (panel.page.isClosed()) continue;
      assert.deepEqual(await panel.violations(), [], 'violations of the content security policy');
      assert.deepEqual(panel.heard.log, [], 'errors');
      await panel.page.close();
    }
  });

  return async (options) => {
    const panel = await Panel.open(lab, options);
    opened.push(panel);
    return panel;
  };
}
