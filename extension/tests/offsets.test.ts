import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodePoints, wellFormed } from '../src/server/offsets';

describe('CodePoints', () => {
  it('counts as the server does', () => {
    // a=0, 🍅=1 (two code units), e=2, its accent=3, CR=4, LF=5, b=6: seven code points, eight units.
    const text = 'a🍅e\u0301\r\nb';
    const points = new CodePoints(text);
    expect(points.length).toBe(7);
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((point) => points.toUnits(point))).toEqual([0, 1, 3, 4, 5, 6, 7, 8]);
  });

  it('counts an emoji of several code points as its parts', () => {
    // Woman, joiner, woman, joiner, girl: five code points, eight code units.
    const points = new CodePoints('👩‍👩‍👧!');
    expect(points.length).toBe(6);
    expect(points.toUnits(5)).toBe(8);
  });

  it('refuses what lies outside', () => {
    const points = new CodePoints('ab');
    for (const point of [-1, 3, 0.5, Number.NaN]) expect(() => points.toUnits(point)).toThrow(RangeError);
    expect(new CodePoints('').toUnits(0)).toBe(0);
  });

  it('agrees with walking the text, also far into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4000 }), fc.nat(), (text, n) => {
        const walked = Array.from(text);
        const point = n % (walked.length + 1);
        expect(new CodePoints(text).toUnits(point)).toBe(walked.slice(0, point).join('').length);
      }),
    );
    const long = '🍅a'.repeat(5000);
    const points = new CodePoints(long);
    for (const point of [0, 1023, 1024, 1025, 9999, 10000]) {
      expect(points.toUnits(point)).toBe(Math.ceil(point / 2) * 2 + Math.floor(point / 2));
    }
  });
});

describe('wellFormed', () => {
  it('replaces halves of pairs and keeps all offsets', () => {
    expect(wellFormed('a\ud83cb')).toBe('a\ufffdb');
    expect(wellFormed('\udf45')).toBe('\ufffd');
    expect(wellFormed('🍅')).toBe('🍅');
  });
});
