import type { Replacement, Span } from './positions';

export type WriteResult =
  /** `undoable`: whether the browser's own undo takes it back, at once. */
  | { readonly kind: 'written'; readonly undoable: boolean }
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
  /** Takes back what was written, with the browser's own undo. */
  undo(): void;
  /** Gives the field the focus, with the caret or selection where it was last. */
  focus(): void;
  selection(): Span | null;
  select(span: Span): void;
}

/**
 * Makes one undo of what was written as one: where it took the browser several steps, one press goes
 * all the way, and so does redo. And the browser's undo leaves selected what it brought back, so that
 * the next key would take it away: the caret goes where the writer had it. Until something else is
 * written.
 *
 * `states` are the texts from before the first step to after the last.
 */
export function undoAsOne(field: Field, states: readonly string[], caret: Span, signal: AbortSignal): void {
  const done = new AbortController();
  signal.addEventListener('abort', () => done.abort(), { once: true, signal: done.signal });
  const document = field.element.ownerDocument;
  const goOn = (command: 'undo' | 'redo') => {
    // The browser ignores a command within another, so this runs after the event.
    const goal = command === 'undo' ? states[0] : states[states.length - 1];
    for (let step = 1; step < states.length; step++) {
      const now = field.text();
      if (now === goal || !states.includes(now)) break;
      document.execCommand(command);
    }
    if (command === 'undo' && field.text() === goal) field.select(caret);
  };
  field.element.addEventListener(
    'input',
    (event) => {
      const { inputType } = event as InputEvent;
      if (!states.includes(field.text())) done.abort();
      else if (inputType === 'historyUndo') queueMicrotask(() => goOn('undo'));
      else if (inputType === 'historyRedo') queueMicrotask(() => goOn('redo'));
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
