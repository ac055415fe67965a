import { describe, expect, it } from 'vitest';
import { Failed, failure } from '../src/protocol/failures';
import { newId } from '../src/protocol/ids';
import { outcome, readRequest, readRewriteAsk } from '../src/protocol/messages';

const DECISION = {
  id: 'd',
  rewriteId: 'r',
  editId: 'e',
  action: 'accept',
  shown: { order: 0, default: 'on', framing: 'panel-list' },
};

describe('readRequest', () => {
  it('takes what has its shape', () => {
    expect(readRequest({ kind: 'site', host: 'a.example' }, true)).not.toBeNull();
    expect(readRequest({ kind: 'decide', decision: DECISION }, true)).not.toBeNull();
    expect(readRequest({ kind: 'set-port', port: 8737 }, false)).not.toBeNull();
  });

  it.each([
    null,
    'site',
    { kind: 'nothing' },
    { kind: 'toString' },
    { kind: 'site' },
    { kind: 'set-port', port: 0 },
    { kind: 'set-port', port: 70000 },
    { kind: 'set-mode', mode: 'shout' },
    { kind: 'decide', decision: { ...DECISION, action: 'maybe' } },
    { kind: 'decide', decision: { ...DECISION, shown: { order: 'first' } } },
  ])('refuses %j', (message) => expect(readRequest(message, false)).toBeNull());

  it('lets no page pair, unpair or change settings', () => {
    for (const message of [
      { kind: 'pair-start' },
      { kind: 'pair-finish', id: 'p', code: '123456' },
      { kind: 'unpair' },
      { kind: 'state' },
      { kind: 'set-port', port: 8738 },
      { kind: 'set-site', host: 'a.example', on: true },
    ]) {
      expect(readRequest(message, false)).not.toBeNull();
      expect(readRequest(message, true)).toBeNull();
    }
  });
});

it('reads what is to be rewritten', () => {
  expect(readRewriteAsk({ text: 'a', mode: 'polish', site: 'a.example' })).not.toBeNull();
  expect(readRewriteAsk({ text: 'a', mode: 'shout', site: '' })).toBeNull();
  expect(readRewriteAsk(undefined)).toBeNull();
});

it('brings failures across as such, and nothing else', async () => {
  expect(await outcome(async () => 1)).toEqual({ ok: true, value: 1 });
  expect(await outcome(() => Promise.reject(new Failed(failure('busy'))))).toMatchObject({ failure: { cause: 'busy' } });
  expect(await outcome(() => Promise.reject(new Error('x')))).toMatchObject({ failure: { cause: 'trouble' } });
});

it('makes UUIDs without a secure context', () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newId()).not.toBe(newId());
});
