/**
 * Where our parts live: an open shadow root outside of everything the page edits, above the page,
 * untouched by its styles, and with keys that its shortcuts do not hear.
 */

import css from './panel.css?inline';

const KEPT_FROM_PAGE = [
  'keydown',
  'keyup',
  'keypress',
  'beforeinput',
  'input',
  'focusin',
  'focusout',
  'pointerdown',
  'mousedown',
] as const;
const KEPT_BUBBLING = ['pointerup', 'mouseup', 'click', 'dblclick', 'contextmenu', 'copy', 'paste', 'cut'] as const;

export class Overlay {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;

  constructor(signal: AbortSignal, onKey: (event: KeyboardEvent) => void) {
    this.host = document.createElement('ownvoice-ui');
    // In the top layer, above the page's own dialogs, and fixed to the window whatever holds it.
    this.host.setAttribute('popover', 'manual');
    this.root = this.host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.root.adoptedStyleSheets = [sheet];
    for (const type of KEPT_FROM_PAGE) {
      window.addEventListener(
        type,
        (event) => {
          if (!this.holds(event)) return;
          event.stopImmediatePropagation();
          if (event.type === 'keydown') onKey(event as KeyboardEvent);
          // The button is pressed without taking the focus from the field.
          else if (event.type === 'mousedown' && isFieldButton(event)) event.preventDefault();
        },
        { capture: true, signal },
      );
    }
    for (const type of KEPT_BUBBLING) {
      this.host.addEventListener(type, (event) => event.stopPropagation(), { signal });
    }
    signal.addEventListener('abort', () => this.host.remove(), { once: true });
  }

  holds(event: Event): boolean {
    return event.composedPath().includes(this.host);
  }

  /** Comes to where the field can be used together with it: a modal dialog shuts out all else. */
  attach(field: Element): void {
    const home = holderOf(field);
    if (this.host.parentNode !== home) home.append(this.host);
    if (!this.host.matches(':popover-open')) this.host.showPopover();
  }
}

function isFieldButton(event: Event): boolean {
  return event.composedPath().some((node) => node instanceof Element && node.getAttribute('data-ov') === 'button');
}

function holderOf(field: Element): Element {
  for (let element: Element | null = field; element; ) {
    const holder: Element | null = element.closest('dialog[open], [popover]');
    if (holder) return holder;
    const root: Node = element.getRootNode();
    element = root instanceof ShadowRoot ? root.host : null;
  }
  return document.documentElement;
}
