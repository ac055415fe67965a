import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeBetween,
  covering,
  fits,
  inverse,
  mapPosition,
  mapSpan,
  replaceAll,
  shrink,
  type Change,
  type Replacement,
} from '../src/editor/positions';
import { Tracker } from '../src/editor/tracker';

/** Bits of text that offsets trip over: emoji, joined emoji, combining marks, CRLF, other scripts. */
const bit = fc.constantFrom('a', 'be', ' ', '. ', '\n', '\r\n', '🍅', '👩‍👩‍👧', 'e\u0301', 'ß', '汉', 'ا', '𝒳', "don't");
const prose = fc.array(bit, { maxLength: 30 }).map((bits) => bits.join(''));

const apply = (text: string, { at, removed, inserted }: Change) =>
  text.slice(0, at) + inserted + text.slice(at + removed.length);

/** A text with sorted replacements in it that do not overlap, cut at whole characters. */
const edited = fc
  .array(fc.record({ keep: fc.array(bit, { minLength: 1, maxLength: 4 }), before: prose, after: prose }), { maxLength: 5 })
  .map((parts) => {
    let text = '';
    const replacements: Replacement[] = [];
    for (const { keep, before, after } of parts) {
      text += keep.join('');
      replacements.push({ start: text.length, end: text.length + before.length, before, after });
      text += before;
    }
    return { text: `${text}.`, replacements };
  });

describe('changeBetween', () => {
  it('finds the words that changed', () => {
    // "I goed home" -> "I went home": "goed" at 2 became "went"; no letter is shared at either end.
    expect(changeBetween('I goed home', 'I went home')).toEqual({ at: 2, removed: 'goed', inserted: 'went' });
    expect(changeBetween('same', 'same')).toBeNull();
    expect(changeBetween('', 'new')).toEqual({ at: 0, removed: '', inserted: 'new' });
    expect(changeBetween('gone', '')).toEqual({ at: 0, removed: 'gone', inserted: '' });
  });

  it('never cuts an emoji in two', () => {
    // 🍅 is D83C DF45, 🍇 is D83C DF47: they share their first half.
    expect(changeBetween('a🍅b', 'a🍇b')).toEqual({ at: 1, removed: '🍅', inserted: '🍇' });
    // U+1F600 is D83D DE00, U+1FA00 is D83E DE00: they share their second half.
    expect(changeBetween('\u{1f600}', '\u{1fa00}')).toEqual({ at: 0, removed: '\u{1f600}', inserted: '\u{1fa00}' });
  });

  it('leads from the one text to the other, and back', () => {
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        const change = changeBetween(before, after);
        if (!change) return before === after;
        return apply(before, change) === after && apply(after, inverse(change)) === before;
      }),
    );
  });
});

describe('mapSpan', () => {
  it('keeps, shifts or drops', () => {
    const text = 'one two three';
    const change = changeBetween(text, 'one twenty three');
    // "two" -> "twenty": "o" at 6 became "enty".
    expect(change).toEqual({ at: 6, removed: 'o', inserted: 'enty' });
    expect(mapSpan({ start: 0, end: 3 }, change!, 'one twenty three')).toEqual({ start: 0, end: 3 });
    expect(mapSpan({ start: 8, end: 13 }, change!, 'one twenty three')).toEqual({ start: 11, end: 16 });
    expect(mapSpan({ start: 4, end: 7 }, change!, 'one twenty three')).toBeNull();
  });

  it('drops a word that letters were written onto, not one that a sentence was written after', () => {
    const grown = changeBetween('I goed', 'I goedx')!;
    expect(mapSpan({ start: 2, end: 6 }, grown, 'I goedx')).toBeNull();
    const continued = changeBetween('I goed', 'I goed home')!;
    expect(mapSpan({ start: 2, end: 6 }, continued, 'I goed home')).toEqual({ start: 2, end: 6 });
    const before = changeBetween('goed', 'I goed')!;
    expect(mapSpan({ start: 0, end: 4 }, before, 'I goed')).toEqual({ start: 2, end: 6 });
  });

  it('finds the same words again, and the same place on the way back', () => {
    fc.assert(
      fc.property(edited, prose, fc.nat(), fc.nat(), ({ text, replacements }, inserted, a, b) => {
        const cut = (n: number) => Array.from(text).slice(0, n % (Array.from(text).length + 1)).join('').length;
        const [at, end] = [cut(a), cut(b)].sort((x, y) => x - y) as [number, number];
        const change = { at, removed: text.slice(at, end), inserted };
        const after = apply(text, change);
        for (const { start, end: stop, before } of replacements) {
          const span = { start, end: stop };
          const moved = mapSpan(span, change, after);
          const apart = span.end < at || span.start > end;
          if (apart) expect(moved).not.toBeNull();
          if (!moved) continue;
          expect(after.slice(moved.start, moved.end)).toBe(before);
          const home = mapSpan(moved, inverse(change), text);
          if (apart) expect(home).toEqual(span);
        }
      }),
    );
  });
});

describe('replacements', () => {
  it('joined into one do the same', () => {
    fc.assert(
      fc.property(edited, ({ text, replacements }) => {
        expect(fits(text, replacements)).toBe(true);
        const all = replaceAll(text, replacements);
        const one = covering(text, replacements);
        expect(one ? replaceAll(text, [one]) : text).toBe(all);
        // Written from the last to the first, each on its own, as in a contenteditable.
        const stepwise = [...replacements].reverse().reduce((now, each) => replaceAll(now, [each]), text);
        expect(stepwise).toBe(all);
        for (const each of replacements) {
          const smaller = shrink(each);
          expect(smaller ? replaceAll(text, [smaller]) : text).toBe(replaceAll(text, [each]));
        }
      }),
    );
  });

  it('are refused where the words are others', () => {
    expect(fits('I goed', [{ start: 2, end: 6, before: 'went', after: 'go' }])).toBe(false);
    expect(fits('abc', [{ start: 1, end: 2, before: 'b', after: '' }, { start: 0, end: 1, before: 'a', after: '' }])).toBe(false);
    expect(fits('', [])).toBe(true);
  });

  it('take the caret along', () => {
    const replacements = [
      { start: 2, end: 6, before: 'goed', after: 'walked' },
      { start: 10, end: 11, before: '!', after: '' },
    ];
    // "I goed now!" -> "I walked now"
    expect(mapPosition(0, replacements)).toBe(0);
    expect(mapPosition(2, replacements)).toBe(2);
    expect(mapPosition(4, replacements)).toBe(4);
    expect(mapPosition(6, replacements)).toBe(8);
    expect(mapPosition(11, replacements)).toBe(12);
  });
});

describe('Tracker', () => {
  it('follows spans through many changes and tells which are lost', () => {
    const tracker = new Tracker('teh cat and teh dog', [
      ['first', { start: 0, end: 3 }],
      ['second', { start: 12, end: 15 }],
    ]);
    expect(tracker.update('Now teh cat and teh dog')).toEqual([]);
    expect(tracker.update('Now teh cat 🍅 and teh dog')).toEqual([]);
    expect(tracker.words('first')).toBe('teh');
    expect(tracker.words('second')).toBe('teh');
    expect(tracker.update('Now the cat 🍅 and teh dog')).toEqual(['first']);
    expect(tracker.span('first')).toBeUndefined();
    expect(tracker.words('second')).toBe('teh');
  });
});
