/**
 * Positions in a text that changes. All offsets here are UTF-16 code units, as the browser counts.
 *
 * `Replacement`s given together are sorted and do not overlap.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Replacement extends Span {
  /** The words that must stand at the span. */
  readonly before: string;
  readonly after: string;
}

/** One change that leads from one text to another: `removed` at `at` became `inserted`. */
export interface Change {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** A character that belongs to a word: a letter, a digit, a mark upon one, an apostrophe or a hyphen. */
const WORD = /[\p{L}\p{N}\p{M}'’\u200d-]/u;

function splitsPair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const previous = text.charCodeAt(at - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && previous >= 0xd800 && previous <= 0xdbff;
}

/** Returns the one change that turns `before` into `after`, or null where they are equal. */
export function changeBetween(before: string, after: string): Change | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before[prefix] === after[prefix]) prefix++;
  if (splitsPair(before, prefix) || splitsPair(after, prefix)) prefix--;
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    before[before.length - 1 - suffix] === after[after.length - 1 - suffix]
  ) {
    suffix++;
  }
  if (splitsPair(before, before.length - suffix) || splitsPair(after, after.length - suffix)) suffix--;
  return {
    at: prefix,
    removed: before.slice(prefix, before.length - suffix),
    inserted: after.slice(prefix, after.length - suffix),
  };
}

export function inverse(change: Change): Change {
  return { at: change.at, removed: change.inserted, inserted: change.removed };
}

/**
 * Carries a span over a change. Null where the change touched it: overlapped it, or wrote or
 * removed letters right beside it, so that its words now are part of another word.
 */
export function mapSpan(span: Span, change: Change, textAfter: string): Span | null {
  const changeEnd = change.at + change.removed.length;
  const shift = change.inserted.length - change.removed.length;
  if (span.end <= change.at) {
    return touches(span.end === change.at, span, textAfter, change.at) ? null : span;
  }
  if (span.start >= changeEnd) {
    const moved = { start: span.start + shift, end: span.end + shift };
    return touches(span.start === changeEnd, span, textAfter, moved.start) ? null : moved;
  }
  return null;
}

function touches(adjacent: boolean, span: Span, textAfter: string, seam: number): boolean {
  if (!adjacent) return false;
  // A bare insertion point has no words of its own that could be found again.
  if (span.start === span.end) return true;
  const left = charBefore(textAfter, seam);
  const right = charAt(textAfter, seam);
  return WORD.test(left) && WORD.test(right);
}

function charBefore(text: string, at: number): string {
  return at > 0 ? text.slice(splitsPair(text, at - 1) ? at - 2 : at - 1, at) : '';
}

function charAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** Returns where a caret at `position` stands once all replacements are made. */
export function mapPosition(position: number, replacements: readonly Replacement[]): number {
  let shift = 0;
  for (const { start, end, after } of replacements) {
    if (position < start || (position === start && end > start)) break;
    if (position < end) return start + shift + Math.min(position - start, after.length);
    shift += after.length - (end - start);
  }
  return position + shift;
}

export function replaceAll(text: string, replacements: readonly Replacement[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, after } of replacements) {
    out += text.slice(at, start) + after;
    at = end;
  }
  return out + text.slice(at);
}

/** Tells whether the words to be replaced stand where they should, in order and apart. */
export function fits(text: string, replacements: readonly Replacement[]): boolean {
  let at = 0;
  return replacements.every(({ start, end, before }) => {
    const good = start >= at && end >= start && end <= text.length && text.slice(start, end) === before;
    at = end;
    return good;
  });
}

/** Joins replacements into the smallest one that does the same. */
export function covering(text: string, replacements: readonly Replacement[]): Replacement | null {
  const first = replacements[0];
  const last = replacements[replacements.length - 1];
  if (!first || !last) return null;
  const before = text.slice(first.start, last.end);
  const after = replaceAll(
    before,
    replacements.map((one) => ({ ...one, start: one.start - first.start, end: one.end - first.start })),
  );
  return shrink({ start: first.start, end: last.end, before, after });
}

/** Takes what stays the same off both ends. Null where nothing changes. */
export function shrink(replacement: Replacement): Replacement | null {
  const change = changeBetween(replacement.before, replacement.after);
  if (!change) return null;
  const start = replacement.start + change.at;
  return { start, end: start + change.removed.length, before: change.removed, after: change.inserted };
}
