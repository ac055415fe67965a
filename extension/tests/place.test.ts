import { describe, expect, it } from 'vitest';
import { placeButton, placePanel } from '../src/panel/place';

const VIEWPORT = { width: 1200, height: 800 };

describe('placePanel', () => {
  it('goes below where there is room, else above, else beside', () => {
    expect(placePanel({ left: 40, top: 40, width: 700, height: 100 }, VIEWPORT)).toEqual({
      left: 300, // the field's right end, 740, less the panel's width, 440
      width: 440,
      top: 148,
      maxHeight: 560,
    });
    expect(placePanel({ left: 40, top: 600, width: 1100, height: 100 }, VIEWPORT)).toMatchObject({ bottom: 208 });
    expect(placePanel({ left: 20, top: 200, width: 500, height: 500 }, VIEWPORT)).toMatchObject({ left: 528 });
  });

  it('takes the lower end of a narrow window', () => {
    expect(placePanel({ left: 0, top: 0, width: 300, height: 80 }, { width: 400, height: 700 })).toEqual({
      left: 0,
      width: 400,
      bottom: 0,
      maxHeight: 434,
    });
  });

  it('stays inside the window wherever the field is', () => {
    for (const left of [-300, 0, 500, 1150]) {
      for (const top of [-500, 0, 400, 790]) {
        for (const height of [20, 300, 2000]) {
          const place = placePanel({ left, top, width: 400, height }, VIEWPORT);
          expect(place.left).toBeGreaterThanOrEqual(8);
          expect(place.left + place.width).toBeLessThanOrEqual(1192);
          expect(place.maxHeight).toBeGreaterThanOrEqual(200);
          const top_ = place.top ?? 800 - (place.bottom ?? 0) - place.maxHeight;
          expect(top_).toBeGreaterThanOrEqual(0);
          expect(top_ + place.maxHeight).toBeLessThanOrEqual(800);
        }
      }
    }
  });
});

describe('placeButton', () => {
  it('sits in the lower right corner, smaller in one line', () => {
    expect(placeButton({ left: 0, top: 0, width: 300, height: 200 }, VIEWPORT, 0)).toEqual({ left: 265, top: 165, size: 28 });
    expect(placeButton({ left: 0, top: 0, width: 300, height: 26 }, VIEWPORT, 0)?.size).toBe(22);
  });

  it('stays in sight with the field, and goes with it', () => {
    expect(placeButton({ left: 0, top: 500, width: 300, height: 900 }, VIEWPORT, 0)?.top).toBe(765);
    expect(placeButton({ left: 0, top: -300, width: 300, height: 200 }, VIEWPORT, 0)).toBeNull();
    expect(placeButton({ left: 0, top: 0, width: 60, height: 20 }, VIEWPORT, 0)).toBeNull();
  });
});
