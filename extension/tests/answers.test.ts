import { describe, expect, it } from 'vitest';
import { Failed } from '../src/protocol/failures';
import { readHealth, readRewrite, writeDecision } from '../src/server/answers';
import { answerOf } from './answer';

describe('readRewrite', () => {
  it('turns code points into code units', () => {
    const original = '🍅🍅 I goed';
    const rewrite = readRewrite(answerOf(original, [['goed', 'went', {}]]), original);
    expect(rewrite.edits).toHaveLength(1);
    // Code points 5 to 9; each tomato is one code point and two units.
    expect(rewrite.edits[0]).toMatchObject({ start: 7, end: 11, before: 'goed', after: 'went', applied: true });
    expect(original.slice(7, 11)).toBe('goed');
  });

  it('keeps what was not measured apart from zero', () => {
    const answer = answerOf('I goed', [['goed', 'went', {}]]);
    answer.drift.result.axes = {
      clarity: { before: null, after: null, shift: null, why: 'too short' } as never,
      formality: { before: 50, after: 50, shift: 0, interval: [-1, 1] } as never,
    };
    expect(readRewrite(answer, 'I goed').drift.result.axes).toEqual([{ name: 'formality', shift: 0 }]);
  });

  it.each([
    ['another text', (answer: ReturnType<typeof answerOf>) => (answer.original = 'I goed!')],
    ['other words at the offsets', (answer: ReturnType<typeof answerOf>) => (answer.edits[0]!.start = 1)],
    ['offsets outside', (answer: ReturnType<typeof answerOf>) => (answer.edits[0]!.end = 99)],
    ['no drift', (answer: ReturnType<typeof answerOf>) => delete (answer as { drift?: unknown }).drift],
  ])('refuses %s', (_, spoil) => {
    const answer = answerOf('I goed', [['goed', 'went', {}]]);
    spoil(answer);
    expect(() => readRewrite(answer, 'I goed')).toThrow(Failed);
  });
});

it('reads health with and without a model', () => {
  const health = { status: 'ok', version: '0.1.0', api: 1, model: 'm', device: 'cpu' };
  expect(readHealth(health)).toEqual({ trouble: null, version: '0.1.0', api: 1, model: 'm', device: 'cpu' });
  expect(readHealth({ ...health, status: 'model_missing', model: null, device: null }).trouble).toBe('model-missing');
  expect(readHealth({ ...health, status: 'failed' }).trouble).toBe('failed');
});

it('names a decision as the contract does', () => {
  const shown = { order: 0, default: 'on', framing: 'panel-list' } as const;
  expect(writeDecision({ id: 'd', rewriteId: 'r', editId: 'e', action: 'reject', shown })).toEqual({
    id: 'd',
    rewrite_id: 'r',
    edit_id: 'e',
    action: 'reject',
    shown,
  });
});
