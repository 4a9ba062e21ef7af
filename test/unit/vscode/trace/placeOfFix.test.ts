import assert from 'node:assert/strict';
import type { TraceFix, TraceView } from '../../../../src/scene/traceView';
import { placeOfFix } from '../../../../src/vscode/trace/placeOfFix';

const fix = (text: string): TraceFix => ({ text, effects: [], action: 'connect' });
const trace = (...fixes: readonly TraceFix[]): TraceView => ({
  title: 'web → db:5432',
  verdict: 'dropped',
  why: '',
  steps: [],
  elements: [],
  assumptions: [],
  fixes,
  puzzles: [],
  canVerify: true,
  canSave: true,
});
const [front, back] = [fix('Connect db to front.'), fix('Connect web to back.')];

describe('placeOfFix', () => {
  it('is that of the fix that was read when it was chosen', () => {
    assert.equal(placeOfFix(trace(front, back), { place: 1, text: back.text }), 1);
  });

  it('is none where another trace came meanwhile', () => {
    assert.equal(placeOfFix(trace(front, back), { place: 0, text: back.text }), -1);
    assert.equal(placeOfFix(trace(), { place: 0, text: back.text }), -1);
    assert.equal(placeOfFix(undefined, { place: 0, text: back.text }), -1);
    assert.equal(placeOfFix(trace(front), undefined), -1);
  });
});
