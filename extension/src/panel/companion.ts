/** Follows the writer's focus: a button at the field in use, the panel when it is asked for. */

import type { Field } from '../editor/field';
import { deepActive, fieldOf } from '../editor/fields';
import type { SiteSettings } from '../protocol/messages';
import { h, mark } from './dom';
import { Overlay } from './overlay';
import { Panel, type PanelHost } from './panel';
import { placeButton, placePanel } from './place';

export interface CompanionHost extends PanelHost {
  /** Whether to be here at all, and the mode to begin with. */
  settings(): Promise<SiteSettings>;
}

export class Companion {
  private readonly overlay: Overlay;
  private field: Field | null = null;
  private panel: Panel | null = null;
  private settings: SiteSettings | null = null;
  private readonly button: HTMLButtonElement;
  private readonly sizes: ResizeObserver;
  private frame = 0;

  constructor(
    private readonly host: CompanionHost,
    private readonly signal: AbortSignal,
  ) {
    this.button = h(
      'button',
      {
        type: 'button',
        class: 'field-button',
        'data-ov': 'button',
        'aria-label': 'Polish with Ownvoice',
        'aria-haspopup': 'dialog',
        title: 'Polish with Ownvoice (Alt+Shift+O)',
        click: () => this.open(),
      },
      mark(),
    );
    // First of all, so that its listeners come before ours and the page's.
    this.overlay = new Overlay(signal, (event) => this.keyPressed(event));
    this.sizes = new ResizeObserver(() => this.replaceSoon());
    signal.addEventListener('abort', () => this.leave(), { once: true });
    window.addEventListener('focusin', (event) => this.focusMoved(event.composedPath()[0] ?? null), { capture: true, signal });
    window.addEventListener('focusout', () => queueMicrotask(() => this.focusLeft()), { capture: true, signal });
    window.addEventListener('scroll', () => this.replaceSoon(), { capture: true, passive: true, signal });
    window.addEventListener('resize', () => this.replaceSoon(), { passive: true, signal });
    this.focusMoved(deepActive(document));
  }

  /** The settings may have changed: asks anew. */
  async refresh(): Promise<void> {
    this.settings = await this.host.settings();
    if (!this.settings.on) this.leave();
    else if (!this.field) await this.come(fieldOf(deepActive(document), this.signal));
  }

  /** The browser was paired meanwhile. */
  paired(): void {
    this.panel?.paired();
  }

  /** Opens the panel for the field that has the focus. */
  async openAtFocus(): Promise<void> {
    const field = fieldOf(deepActive(document), this.signal);
    if (!field) return;
    await this.come(field);
    this.open();
  }

  private focusMoved(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const field = fieldOf(target, this.signal);
    if (field?.element === this.field?.element) return;
    if (field) void this.come(field);
    else if (!this.panel) this.leave();
  }

  private focusLeft(): void {
    if (this.panel || this.signal.aborted) return;
    const active = deepActive(document);
    if (!active || active === document.body) this.leave();
  }

  private async come(field: Field | null): Promise<void> {
    if (!field) return;
    this.settings ??= await this.host.settings();
    if (!this.settings.on || this.signal.aborted || !field.element.isConnected) return;
    if (this.panel && this.panel.field.element !== field.element) this.panel.close(false);
    if (this.field?.element !== field.element) {
      this.sizes.disconnect();
      this.sizes.observe(field.element);
      this.field = field;
    }
    this.overlay.attach(field.element);
    if (!this.panel) this.overlay.root.append(this.button);
    this.place();
  }

  private leave(): void {
    this.panel?.close(false);
    this.sizes.disconnect();
    this.field = null;
    this.button.remove();
  }

  private open(): void {
    const { field, settings, overlay } = this;
    if (!field || !settings || this.panel) return;
    // Remember the caret before the focus moves to the panel.
    field.selection();
    const panel = new Panel(field, this.host, settings.mode, () => this.panelClosed(panel), this.signal);
    this.panel = panel;
    this.button.remove();
    overlay.root.append(panel.element);
    this.place();
    panel.element.focus({ preventScroll: true });
    void panel.run();
  }

  private panelClosed(panel: Panel): void {
    if (this.panel !== panel) return;
    this.panel = null;
    if (this.field?.element.isConnected && !this.signal.aborted) {
      this.overlay.root.append(this.button);
      this.place();
    }
  }

  private keyPressed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    if (this.panel) this.panel.close(true);
    else this.field?.focus();
  }

  private replaceSoon(): void {
    if (!this.field || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.signal.aborted) this.place();
    });
  }

  private place(): void {
    const { field } = this;
    if (!field) return;
    if (!field.element.isConnected) {
      this.leave();
      return;
    }
    const viewport = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const { left, top, width, height } = field.element.getBoundingClientRect();
    const box = { left, top, width, height };
    this.panel?.place(placePanel(box, viewport));
    const spot = placeButton(box, viewport, field.element.offsetWidth - field.element.clientWidth);
    this.button.hidden = !spot;
    if (!spot) return;
    this.button.style.left = `${spot.left}px`;
    this.button.style.top = `${spot.top}px`;
    this.button.style.setProperty('--size', `${spot.size}px`);
  }
}
