import { describe, expect, it } from 'vitest';
import { replaceAll } from '../src/editor/positions';
import { Session, surroundings } from '../src/panel/session';
import { readRewrite } from '../src/server/answers';
import { answerOf } from './answer';

const TEXT = 'Now 🍅 I goed home. I think she dont come.';
const HELD = { applied: false, verdict: 'distortion', held_by: 'judge', show: { order: 2, default: 'off' } };

function session(): Session {
  let n = 0;
  const answer = answerOf(TEXT, [
    ['goed', 'went', { show: { order: 1, default: 'on' } }],
    ['I think ', '', HELD],
    ['dont', "don't", { show: { order: 0, default: 'on' } }],
  ]);
  return new Session(readRewrite(answer, TEXT), () => `id-${n++}`);
}

/** Does as the panel does: writes what is pending. */
function apply(it: Session, text: string): string {
  const written = replaceAll(text, it.replacements());
  it.written(written);
  return written;
}

describe('Session', () => {
  it('shows edits in the order asked for, with their defaults', () => {
    const it = session();
    expect(it.edits.map(({ edit }) => edit.before)).toEqual(['dont', 'goed', 'I think ']);
    expect(it.edits.map(({ selected }) => selected)).toEqual([true, true, false]);
  });

  it('writes the selected ones only', () => {
    const it = session();
    const decision = it.reject(it.edits[1]!);
    expect(decision).toEqual({
      id: 'id-0',
      rewriteId: 'rewrite-1',
      editId: 'e0',
      action: 'reject',
      shown: { order: 1, default: 'on', framing: 'panel-list' },
    });
    it.accept(it.edits[2]!);
    expect(apply(it, TEXT)).toBe("Now 🍅 I goed home. she don't come.");
    expect(it.pending).toEqual([]);
  });

  it('never brings back with all suggested what was rejected', () => {
    const it = session();
    it.accept(it.edits[2]!);
    it.reject(it.edits[0]!);
    it.selectSuggested();
    expect(apply(it, TEXT)).toBe('Now 🍅 I went home. I think she dont come.');
  });

  it('takes a rejected edit out again after it was applied', () => {
    const it = session();
    const applied = apply(it, TEXT);
    it.reject(it.edits[0]!);
    expect(apply(it, applied)).toBe('Now 🍅 I went home. I think she dont come.');
  });

  it('applies a held-back edit later, where it then stands', () => {
    const it = session();
    const applied = apply(it, TEXT);
    it.accept(it.edits[2]!);
    expect(apply(it, applied)).toBe("Now 🍅 I went home. she don't come.");
  });

  it('follows the writer, and drops what they wrote over', () => {
    const it = session();
    const text = 'Well, now 🍅 I goed home. I think she does not come.';
    expect(it.textChanged('Well, now 🍅 I goed home. I think she dont come.')).toBe('changed');
    expect(it.textChanged(text)).toBe('changed');
    expect(it.edits.map(({ lost }) => lost)).toEqual([true, false, false]);
    expect(apply(it, text)).toBe('Well, now 🍅 I went home. I think she does not come.');
  });

  it('knows undo and redo by their text', () => {
    const it = session();
    const applied = apply(it, TEXT);
    expect(it.textChanged(TEXT)).toBe('undone');
    expect(it.edits.map(({ inText }) => inText)).toEqual([false, false, false]);
    expect(it.textChanged(applied)).toBe('redone');
    expect(it.textChanged(TEXT)).toBe('undone');
    // Two edits were taken back at once: that says nothing about either.
    expect(it.undoDecision()).toBeNull();
    expect(apply(it, TEXT)).toBe(applied);
  });

  it('reports the undo of one edit that was accepted by itself, once', () => {
    const it = session();
    it.reject(it.edits[0]!);
    apply(it, TEXT);
    it.textChanged(TEXT);
    // "goed" was applied by default, beside others: going back is no answer on it.
    expect(it.undoDecision()).toBeNull();
    it.accept(it.edits[1]!);
    apply(it, TEXT);
    expect(it.undoDecision()).toBeNull();
    it.textChanged(TEXT);
    expect(it.undoDecision()).toMatchObject({ action: 'undo', editId: 'e0' });
    expect(it.undoDecision()).toBeNull();
  });
});

describe('surroundings', () => {
  it('shows the sentence around, no more', () => {
    const text = 'It rained. Then I goed home. We slept.';
    expect(surroundings(text, { start: 18, end: 22 })).toEqual({ left: 'Then I ', right: ' home.' });
    expect(surroundings('goed', { start: 0, end: 4 })).toEqual({ left: '', right: '' });
    expect(surroundings('above\nI goed\nbelow', { start: 8, end: 12 })).toEqual({ left: 'I ', right: '' });
  });

  it('cuts long sentences at words', () => {
    const text = `${'word '.repeat(30)}goed ${'word '.repeat(30)}`;
    const { left, right } = surroundings(text, { start: 150, end: 154 }, 20);
    expect(left).toBe('… word word word ');
    expect(right).toBe(' word word word …');
  });
});
