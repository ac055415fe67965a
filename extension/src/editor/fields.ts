/** Which elements are fields that a person writes prose in. */

import { EditableField } from './editable_field';
import type { Field } from './field';
import { FormField } from './form_field';

/** Autofill tokens of fields that hold data, not prose: never read. */
const DATA_TOKENS =
  /\b(one-time-code|(current|new)-password|cc-[a-z-]+|username|e?mail|tel[a-z-]*|url|bday[a-z-]*|postal-code|webauthn)\b/;
const SECRET_NAME =
  /pass(word|wd|code|phrase)|\botp\b|one.?time|verif(y|ication).?code|security.?code|\b(cvv|cvc|ssn|iban|pin)\b|card.?number/i;
const TYPED_DATA = new Set(['numeric', 'decimal', 'tel', 'email', 'url']);
/** Editors of code: their text is theirs, and no prose. */
const CODE_EDITORS = '.cm-editor, .CodeMirror, .monaco-editor, .ace_editor';
const SHORTEST_LIMIT = 12;

/** Inputs that were once of the type password: "show password" makes them text, not prose. */
const onceSecret = new WeakSet<Element>();

/** The field that an element is or lies in, or null. `signal` ends what the field listens to. */
export function fieldOf(element: Element | null, signal: AbortSignal): Field | null {
  if (!(element instanceof HTMLElement)) return null;
  if (element instanceof HTMLInputElement) return isProseInput(element) ? new FormField(element, signal) : null;
  if (element instanceof HTMLTextAreaElement) return isOpen(element) ? new FormField(element, signal) : null;
  const root = editableRoot(element);
  return root && isOpen(root) ? new EditableField(root, signal) : null;
}

function isProseInput(input: HTMLInputElement): boolean {
  if (input.type === 'password') onceSecret.add(input);
  if (onceSecret.has(input) || !['text', 'search'].includes(input.type)) return false;
  if (input.maxLength >= 0 && input.maxLength < SHORTEST_LIMIT) return false;
  return isOpen(input);
}

function isOpen(element: HTMLElement): boolean {
  const form = element as Partial<HTMLTextAreaElement>;
  if (form.disabled || form.readOnly || element.getAttribute('aria-readonly') === 'true') return false;
  if (DATA_TOKENS.test(element.getAttribute('autocomplete')?.toLowerCase() ?? '')) return false;
  if (TYPED_DATA.has(element.getAttribute('inputmode')?.toLowerCase() ?? '')) return false;
  const names = ['name', 'id', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name) ?? '');
  if (names.some((name) => SECRET_NAME.test(name))) return false;
  if (element.closest(CODE_EDITORS)) return false;
  const { webkitTextSecurity } = getComputedStyle(element) as CSSStyleDeclaration & { webkitTextSecurity?: string };
  return !webkitTextSecurity || webkitTextSecurity === 'none';
}

function editableRoot(element: HTMLElement): HTMLElement | null {
  if (!element.isContentEditable || element.ownerDocument.designMode === 'on') return null;
  let root = element;
  while (root.parentElement?.isContentEditable) root = root.parentElement;
  return root;
}

/** The element that an event or the focus is really about, inside open shadow trees too. */
export function deepActive(root: Document | ShadowRoot): Element | null {
  let active = root.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
