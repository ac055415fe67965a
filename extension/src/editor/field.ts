import type { Replacement, Span } from './positions';

export type WriteResult =
  /** `steps`: how many of the browser's undo steps take it back; 0 where only ours can. */
  | { readonly kind: 'written'; readonly steps: number }
  | { readonly kind: 'moved' }
  | { readonly kind: 'too-long'; readonly limit: number }
  | { readonly kind: 'refused' };

/** What a person writes in. Knows no server and no panel. */
export interface Field {
  readonly element: HTMLElement;
  /** The text as the writer sees it. */
  text(): string;
  /** Replaces only the given spans, in a way that the page's editor and the browser's undo notice. */
  write(replacements: readonly Replacement[]): WriteResult;
  /** Takes back one step with the browser's own undo. */
  undo(): void;
  /** Gives the field the focus, with the caret or selection where it was last. */
  focus(): void;
  selection(): Span | null;
  select(span: Span): void;
}

/**
 * The browser's undo leaves selected what it brought back, so that the next key would take it away.
 * Puts the caret where the writer had it, until something else is written.
 */
export function keepCaretOverUndo(
  field: Field,
  { before, after, caret }: { before: string; after: string; caret: Span },
  signal: AbortSignal,
): void {
  const done = new AbortController();
  signal.addEventListener('abort', () => done.abort(), { once: true, signal: done.signal });
  field.element.addEventListener(
    'input',
    (event) => {
      const { inputType } = event as InputEvent;
      const now = field.text();
      if (inputType === 'historyUndo' && now === before) field.select(caret);
      else if (now !== after && !inputType?.startsWith('history')) done.abort();
    },
    { signal: done.signal },
  );
}

/** Writes over the selection as if typed. An empty text deletes. */
export function typeOver(document: Document, text: string): void {
  if (text) document.execCommand('insertText', false, text);
  else document.execCommand('delete');
}

/**
 * Tells the page what is about to be written, as the browser's own spell check does; false where the
 * page took it over or refused. Chromium sends no `beforeinput` of its own for `execCommand`.
 */
export function announce(element: HTMLElement, text: string, targets: StaticRange[] = []): boolean {
  const dataTransfer = new DataTransfer();
  dataTransfer.setData('text/plain', text);
  return element.dispatchEvent(
    new InputEvent('beforeinput', {
      bubbles: true,
      composed: true,
      cancelable: true,
      inputType: 'insertReplacementText',
      data: text,
      dataTransfer,
      targetRanges: targets,
    }),
  );
}

/** Tells the page what was written, where the browser does not. */
export function report(element: HTMLElement, text: string): void {
  element.dispatchEvent(
    new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertReplacementText', data: text }),
  );
}
