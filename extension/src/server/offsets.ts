/**
 * The server counts code points, the browser UTF-16 code units. This is the one place where offsets
 * change from the one to the other.
 */
export class CodePoints {
  /** Code unit offset of every 1024th code point, so that a look-up walks at most that far. */
  private readonly marks: number[] = [0];
  readonly length: number;
  private static readonly STRIDE = 1024;

  constructor(private readonly text: string) {
    let points = 0;
    for (let unit = 0; unit < text.length; unit += width(text, unit)) {
      if (points > 0 && points % CodePoints.STRIDE === 0) this.marks.push(unit);
      points++;
    }
    this.length = points;
  }

  /** Returns the UTF-16 offset of a code point offset; RangeError outside of the text. */
  toUnits(point: number): number {
    if (!Number.isInteger(point) || point < 0 || point > this.length) {
      throw new RangeError(`code point ${point} of ${this.length}`);
    }
    const mark = Math.min(Math.floor(point / CodePoints.STRIDE), this.marks.length - 1);
    let unit = this.marks[mark] ?? 0;
    for (let left = point - mark * CodePoints.STRIDE; left > 0; left--) unit += width(this.text, unit);
    return unit;
  }
}

function width(text: string, unit: number): 1 | 2 {
  return (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
}

/** Replaces halves of broken pairs, which JSON in UTF-8 cannot carry. Keeps every offset. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
