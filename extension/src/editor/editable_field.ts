import { EditableText } from './editable_text';
import { announce, type Field, report, typeOver, undoAsOne, type WriteResult } from './field';
import { covering, fits, mapPosition, replaceAll, shrink, type Replacement, type Span } from './positions';

/** A `contenteditable`. */
export class EditableField implements Field {
  private last: Span | null = null;

  constructor(
    readonly element: HTMLElement,
    private readonly signal: AbortSignal,
  ) {}

  text(): string {
    return new EditableText(this.element).text;
  }

  /** The document's or, within a shadow tree, that tree's selection. */
  private domSelection(): Selection | null {
    const root = this.element.getRootNode();
    const own = root instanceof ShadowRoot && 'getSelection' in root ? (root as unknown as Document) : null;
    return (own ?? this.element.ownerDocument).getSelection();
  }

  selection(): Span | null {
    const selection = this.domSelection();
    if (!selection?.rangeCount) return this.last;
    const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
    if (!this.element.contains(startContainer) || !this.element.contains(endContainer)) return this.last;
    const map = new EditableText(this.element);
    this.last = { start: map.offset(startContainer, startOffset), end: map.offset(endContainer, endOffset) };
    return this.last;
  }

  focus(): void {
    const at = this.selection();
    this.element.focus({ preventScroll: true });
    if (at) this.select(at);
  }

  undo(): void {
    this.focus();
    this.element.ownerDocument.execCommand('undo');
  }

  select(span: Span): void {
    const map = new EditableText(this.element);
    const start = map.point(span.start);
    const end = map.point(span.end);
    if (start && end) this.domSelection()?.setBaseAndExtent(start.node, start.offset, end.node, end.offset);
  }

  write(replacements: readonly Replacement[]): WriteResult {
    const before = this.text();
    if (!fits(before, replacements)) return { kind: 'moved' };
    const groups = this.grouped(before, replacements);
    if (!groups) return { kind: 'refused' };
    const expected = replaceAll(before, replacements);
    const caret = this.selection() ?? { start: before.length, end: before.length };
    this.element.focus({ preventScroll: true });
    const states = [before];
    let undoable = true;
    // From the last to the first, so that the spans before stay where they are.
    for (const group of groups.reverse()) {
      const how = this.writeOne(group);
      if (how === 'refused') {
        for (let step = 1; step < states.length; step++) this.element.ownerDocument.execCommand('undo');
        return { kind: 'refused' };
      }
      undoable &&= how === 'typed';
      states.push(this.text());
    }
    if (this.text() === expected) {
      const start = mapPosition(caret.start, replacements);
      this.last = { start, end: caret.end === caret.start ? start : mapPosition(caret.end, replacements) };
      this.select(this.last);
      if (undoable) undoAsOne(this, states, caret, this.signal);
    }
    return { kind: 'written', undoable };
  }

  /** Joins what lies in one text node: fewer steps to undo, and no markup is crossed. */
  private grouped(text: string, replacements: readonly Replacement[]): Replacement[] | null {
    const map = new EditableText(this.element);
    const groups: { node: Text | null; members: Replacement[] }[] = [];
    for (const whole of replacements) {
      const replacement = shrink(whole);
      if (!replacement) continue;
      const range = map.range(replacement);
      if (!range) return null;
      const node = range.start.node === range.end.node ? range.start.node : null;
      const last = groups[groups.length - 1];
      if (node && last?.node === node) last.members.push(replacement);
      else groups.push({ node, members: [replacement] });
    }
    return groups.flatMap(({ members }) => covering(text, members) ?? []);
  }

  /** `typed` can be taken back by the browser, `placed` cannot. */
  private writeOne(replacement: Replacement): 'typed' | 'placed' | 'refused' {
    const map = new EditableText(this.element);
    const range = map.range(replacement);
    const selection = this.domSelection();
    if (!range || !selection) return 'refused';
    const { start, end } = range;
    const expected = replaceAll(map.text, [replacement]);
    selection.setBaseAndExtent(start.node, start.offset, end.node, end.offset);
    const document = this.element.ownerDocument;
    const target = new StaticRange({
      startContainer: start.node,
      startOffset: start.offset,
      endContainer: end.node,
      endOffset: end.offset,
    });
    if (!announce(this.element, replacement.after, [target])) {
      // The editor writes by itself, or will not have it.
      return this.text() === expected ? 'typed' : 'refused';
    }
    typeOver(document, replacement.after);
    const now = this.text();
    if (now === expected) return 'typed';
    if (now !== map.text) {
      // The editor made something else of it.
      document.execCommand('undo');
      return 'refused';
    }
    const raw = document.createRange();
    raw.setStart(start.node, start.offset);
    raw.setEnd(end.node, end.offset);
    raw.deleteContents();
    start.node.insertData(start.offset, replacement.after);
    report(this.element, replacement.after);
    return 'placed';
  }
}
