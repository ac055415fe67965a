/**
 * The text of a `contenteditable` as its writer sees it, and where each stretch of it lies.
 *
 * White space that the browser collapses counts once; a `br` and the edge of a block count as one
 * line feed, which belongs to no text node and is never written over. Parts inside that cannot be
 * edited (mentions, buttons) are in the text, but not writable.
 */

import type { Span } from './positions';

export interface Piece {
  readonly node: Text;
  /** Offset of the piece in the node's data. */
  readonly from: number;
  readonly length: number;
  /** Offset of the piece in the text. */
  readonly at: number;
  readonly writable: boolean;
}

export interface DomPoint {
  readonly node: Text;
  readonly offset: number;
}

const BLOCK = /^(block|flex|grid|list-item|table|table-row|table-cell|table-caption|flow-root)/;
const LEFT_OUT = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT']);

export class EditableText {
  text = '';
  readonly pieces: Piece[] = [];
  /** A line is due before the next character. */
  private lineDue = false;
  /** The last character was white space that swallows what follows. */
  private spaced = true;
  /** A collapsed space waits for a word after it: at a line's end it is not shown. */
  private pending: { node: Text; from: number; writable: boolean } | null = null;

  constructor(readonly root: HTMLElement) {
    this.walk(root, true, keepsSpace(root));
  }

  private walk(parent: Node, writable: boolean, verbatim: boolean): void {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.addText(node as Text, writable, verbatim);
      else if (node instanceof Element) this.walkElement(node, writable, verbatim);
    }
  }

  private walkElement(element: Element, writable: boolean, verbatim: boolean): void {
    if (LEFT_OUT.has(element.tagName)) return;
    if (element.tagName === 'BR') {
      // The last br of a block only holds its line open.
      if (isPlaceholder(element)) this.lineDue = true;
      else this.breakLine();
      return;
    }
    const style = getComputedStyle(element);
    if (style.display === 'none') return;
    const block = BLOCK.test(style.display);
    if (block && this.text) this.lineDue = true;
    const editable = element.getAttribute('contenteditable');
    this.walk(
      element,
      editable === null ? writable : editable !== 'false',
      style.whiteSpace ? style.whiteSpace.startsWith('pre') || style.whiteSpace === 'break-spaces' : verbatim,
    );
    if (block && this.text) this.lineDue = true;
  }

  private breakLine(): void {
    if (this.lineDue) this.startLine();
    this.text += '\n';
    this.spaced = true;
    this.pending = null;
  }

  private startLine(): void {
    this.lineDue = false;
    this.pending = null;
    if (this.text) this.text += '\n';
    this.spaced = true;
  }

  private addText(node: Text, writable: boolean, verbatim: boolean): void {
    if (verbatim) {
      this.add(node, 0, node.data, writable);
      return;
    }
    for (const { 0: run, index } of node.data.matchAll(/[ \t\n\r\f]+|[^ \t\n\r\f]+/g)) {
      if (/^[ \t\n\r\f]/.test(run)) {
        if (!this.spaced && !this.lineDue && !this.pending) this.pending = { node, from: index, writable };
      } else this.add(node, index, run, writable);
    }
  }

  private add(node: Text, from: number, data: string, writable: boolean): void {
    if (!data) return;
    if (this.lineDue) this.startLine();
    if (this.pending) {
      const { node: spaceNode, from: spaceFrom, writable: spaceWritable } = this.pending;
      this.pending = null;
      this.push(spaceNode, spaceFrom, ' ', spaceWritable);
    }
    this.push(node, from, data, writable);
    this.spaced = false;
  }

  private push(node: Text, from: number, data: string, writable: boolean): void {
    const last = this.pieces[this.pieces.length - 1];
    const at = this.text.length;
    // A no-break space is how the browser writes a space that must show; the writer typed a space.
    this.text += data.replaceAll('\u00a0', ' ');
    const continues =
      last && last.node === node && last.from + last.length === from && last.at + last.length === at;
    const piece = { node, from, length: data.length, at, writable };
    if (continues) this.pieces[this.pieces.length - 1] = { ...last, length: last.length + data.length };
    else this.pieces.push(piece);
  }

  /** The DOM range of a span, or null where it holds what cannot be written over. */
  range(span: Span): { start: DomPoint; end: DomPoint } | null {
    if (span.start === span.end) {
      const point = this.insertionPoint(span.start);
      return point && { start: point, end: point };
    }
    let covered = span.start;
    let start: DomPoint | null = null;
    let end: DomPoint | null = null;
    for (const piece of this.pieces) {
      const pieceEnd = piece.at + piece.length;
      if (pieceEnd <= span.start) continue;
      if (piece.at >= span.end) break;
      if (!piece.writable || piece.at > covered) return null;
      start ??= { node: piece.node, offset: piece.from + span.start - piece.at };
      covered = Math.min(pieceEnd, span.end);
      end = { node: piece.node, offset: piece.from + covered - piece.at };
    }
    return start && end && covered === span.end ? { start, end } : null;
  }

  /** Where to write at an offset: rather after the character before than before the one after it. */
  private insertionPoint(at: number): DomPoint | null {
    let found: DomPoint | null = null;
    for (const piece of this.pieces) {
      if (piece.at > at) break;
      if (!piece.writable || at > piece.at + piece.length) continue;
      if (found && piece.at === at) break;
      found = { node: piece.node, offset: piece.from + at - piece.at };
    }
    return found;
  }

  /** The nearest DOM point of an offset, for the caret. */
  point(at: number): DomPoint | null {
    let found: DomPoint | null = null;
    for (const piece of this.pieces) {
      if (piece.at > at && found) break;
      found = {
        node: piece.node,
        offset: piece.from + Math.max(0, Math.min(at - piece.at, piece.length)),
      };
    }
    return found;
  }

  /** The offset of a DOM point. */
  offset(node: Node, offset: number): number {
    for (const piece of this.pieces) {
      if (piece.node === node) {
        if (offset <= piece.from + piece.length) return piece.at + Math.max(0, offset - piece.from);
        continue;
      }
      // The first piece behind the point.
      const order = comparePoint(node, offset, piece.node);
      if (order <= 0) return piece.at;
    }
    return this.text.length;
  }
}

function comparePoint(node: Node, offset: number, text: Text): number {
  const range = text.ownerDocument.createRange();
  range.selectNodeContents(text);
  range.collapse(true);
  const point = text.ownerDocument.createRange();
  point.setStart(node, offset);
  point.collapse(true);
  return point.compareBoundaryPoints(Range.START_TO_START, range);
}

function keepsSpace(element: Element): boolean {
  const { whiteSpace } = getComputedStyle(element);
  return whiteSpace.startsWith('pre') || whiteSpace === 'break-spaces';
}

function isPlaceholder(br: Element): boolean {
  for (let next = br.nextSibling; next; next = next.nextSibling) {
    if (next.nodeType === Node.TEXT_NODE && !(next as Text).data.trim()) continue;
    return false;
  }
  return true;
}
