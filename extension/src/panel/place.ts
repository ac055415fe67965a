/** Where button and panel stand. All numbers are CSS pixels in the viewport. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface PanelPlace {
  readonly left: number;
  readonly width: number;
  /** Distance from the top, or from the bottom where the panel grows upwards. */
  readonly top?: number;
  readonly bottom?: number;
  readonly maxHeight: number;
}

const MARGIN = 8;
const WIDTH = 440;
const TALLEST = 560;
const SHORTEST = 260;
/** Narrower than this, the panel takes the whole width at the bottom. */
const NARROW = 520;

/** Beside the field where there is room, so that the field stays in sight. */
export function placePanel(field: Box, viewport: Size): PanelPlace {
  if (viewport.width < NARROW) {
    return { left: 0, width: viewport.width, bottom: 0, maxHeight: Math.round(viewport.height * 0.62) };
  }
  const width = Math.min(WIDTH, viewport.width - 2 * MARGIN);
  const fieldRight = field.left + field.width;
  const fieldBottom = field.top + field.height;
  const below = viewport.height - fieldBottom - 2 * MARGIN;
  const above = field.top - 2 * MARGIN;
  const left = clamp(fieldRight - width, MARGIN, viewport.width - width - MARGIN);
  if (below >= TALLEST || (below >= SHORTEST && below >= above)) {
    return { left, width, top: Math.max(MARGIN, fieldBottom + MARGIN), maxHeight: Math.min(TALLEST, below) };
  }
  const besideLeft =
    viewport.width - fieldRight >= width + 2 * MARGIN
      ? fieldRight + MARGIN
      : field.left >= width + 2 * MARGIN
        ? field.left - width - MARGIN
        : null;
  if (besideLeft !== null) {
    const maxHeight = Math.min(TALLEST, viewport.height - 2 * MARGIN);
    return { left: besideLeft, width, top: clamp(field.top, MARGIN, viewport.height - maxHeight - MARGIN), maxHeight };
  }
  if (above >= SHORTEST) {
    return { left, width, bottom: viewport.height - field.top + MARGIN, maxHeight: Math.min(TALLEST, above) };
  }
  // The field fills the window: over its lower end.
  return { left, width, bottom: MARGIN, maxHeight: Math.min(TALLEST, viewport.height - 2 * MARGIN) };
}

/** In the field's lower right corner; null where the field is out of sight or too small. */
export function placeButton(field: Box, viewport: Size, scrollbar: number): { left: number; top: number; size: number } | null {
  if (field.width < 120 || field.height < 18) return null;
  const size = field.height < 44 ? Math.min(22, field.height - 4) : 28;
  const inset = field.height < 44 ? (field.height - size) / 2 : 7;
  const bottom = Math.min(field.top + field.height, viewport.height);
  const right = Math.min(field.left + field.width, viewport.width);
  const top = bottom - size - inset;
  const left = right - size - Math.max(6, inset) - scrollbar;
  const hidden = top < field.top - 1 || top < 0 || left < Math.max(0, field.left) || field.left >= viewport.width;
  return hidden ? null : { left, top, size };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
