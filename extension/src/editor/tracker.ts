import { changeBetween, mapSpan, type Span } from './positions';

/** Follows spans through a text that is being written on. */
export class Tracker<Key> {
  private readonly spans = new Map<Key, Span>();

  constructor(
    private text: string,
    spans: Iterable<readonly [Key, Span]>,
  ) {
    for (const [key, { start, end }] of spans) this.spans.set(key, { start, end });
  }

  /** Takes note of the text as it stands now; returns the spans that the change touched. */
  update(text: string): Key[] {
    const change = changeBetween(this.text, text);
    if (!change) return [];
    this.text = text;
    const lost: Key[] = [];
    for (const [key, span] of this.spans) {
      const moved = mapSpan(span, change, text);
      if (moved) this.spans.set(key, moved);
      else {
        this.spans.delete(key);
        lost.push(key);
      }
    }
    return lost;
  }

  /** Where the span stands now; undefined once it was touched. */
  span(key: Key): Span | undefined {
    return this.spans.get(key);
  }

  words(key: Key): string | undefined {
    const span = this.spans.get(key);
    return span && this.text.slice(span.start, span.end);
  }
}
