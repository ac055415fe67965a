import { announce, type Field, report, typeOver, undoAsOne, type WriteResult } from './field';
import { covering, fits, mapPosition, replaceAll, type Replacement, type Span } from './positions';

/** A `textarea` or a text `input`. */
export class FormField implements Field {
  constructor(
    readonly element: HTMLTextAreaElement | HTMLInputElement,
    private readonly signal: AbortSignal,
  ) {}

  text(): string {
    return this.element.value;
  }

  selection(): Span | null {
    const { selectionStart: start, selectionEnd: end } = this.element;
    return start === null || end === null ? null : { start, end };
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  select({ start, end }: Span): void {
    this.element.setSelectionRange(start, end);
  }

  undo(): void {
    this.focus();
    this.element.ownerDocument.execCommand('undo');
  }

  write(replacements: readonly Replacement[]): WriteResult {
    const { element } = this;
    const before = this.text();
    if (!fits(before, replacements)) return { kind: 'moved' };
    // One replacement: one step of the browser's undo.
    const one = covering(before, replacements);
    if (!one) return { kind: 'written', undoable: false };
    const expected = replaceAll(before, [one]);
    const limit = element.maxLength;
    if (limit >= 0 && expected.length > limit && expected.length > before.length) {
      return { kind: 'too-long', limit };
    }
    const caret = this.selection();
    const { scrollTop, scrollLeft } = element;
    element.focus({ preventScroll: true });
    element.setSelectionRange(one.start, one.end);
    let undoable = true;
    if (announce(element, one.after)) {
      typeOver(element.ownerDocument, one.after);
      if (this.text() === before) {
        this.writePlainly(one);
        undoable = false;
      }
    }
    if (this.text() === before) {
      if (caret) this.select(caret);
      return { kind: 'refused' };
    }
    if (caret && this.text() === expected) {
      const start = mapPosition(caret.start, replacements);
      const end = caret.end === caret.start ? start : mapPosition(caret.end, replacements);
      element.setSelectionRange(start, end);
      if (undoable) undoAsOne(this, [before, expected], caret, this.signal);
    }
    element.scrollTop = scrollTop;
    element.scrollLeft = scrollLeft;
    return { kind: 'written', undoable };
  }

  /** Without the browser's undo: for where `insertText` is not to be had. */
  private writePlainly(one: Replacement): void {
    this.element.setRangeText(one.after, one.start, one.end, 'end');
    report(this.element, one.after);
  }
}
