import assert from 'node:assert/strict';
import { fillTemplate } from '../../../webview/fillTemplate';

describe('fillTemplate', () => {
  it('puts values in their places', () => {
    assert.equal(fillTemplate('{1} of {0}', 'front', 'web'), 'web of front');
  });

  it('does not look into what it put in', () => {
    assert.equal(fillTemplate('{0} {1}', '{1}', '$&'), '{1} $&');
  });

  it('leaves places without a value', () => assert.equal(fillTemplate('{0} {1}', 'a'), 'a {1}'));
});
