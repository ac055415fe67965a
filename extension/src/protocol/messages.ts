/** What page, popup and service worker say to each other. Everything that arrives is checked. */

import { type Failure, Failed, failure } from './failures';
import { type Decision, type Health, type Mode, MODES, type Progress, type Rewrite } from './rewrite';

export interface SiteSettings {
  /** Whether Ownvoice is on at this site. */
  readonly on: boolean;
  readonly mode: Mode;
}

export interface PopupState {
  readonly port: number;
  readonly mode: Mode;
  readonly paired: boolean;
  /** How the server is, or why it is not to be had. */
  readonly server: Outcome<Health>;
}

/** By kind: what a request carries, what it gives, and whether pages may ask it too. */
export interface Requests {
  site: { ask: { host: string }; give: SiteSettings };
  decide: { ask: { decision: Decision }; give: null };
  'open-pairing': { ask: object; give: null };
  state: { ask: object; give: PopupState };
  'pair-start': { ask: object; give: { id: string } };
  'pair-finish': { ask: { id: string; code: string }; give: null };
  unpair: { ask: object; give: null };
  'set-port': { ask: { port: number }; give: null };
  'set-mode': { ask: { mode: Mode }; give: null };
  'set-site': { ask: { host: string; on: boolean }; give: null };
}
export type Kind = keyof Requests;
export type Request = { [K in Kind]: { kind: K } & Requests[K]['ask'] }[Kind];

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** Port name under which a page asks for a rewrite; closing the port cancels it. */
export const REWRITE_PORT = 'ownvoice.rewrite';
export interface RewriteAsk {
  readonly text: string;
  readonly mode: Mode;
  readonly site: string;
}
export type RewriteNews =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly rewrite: Rewrite }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What the service worker tells pages. */
export interface Notice {
  readonly kind: 'settings-changed' | 'paired' | 'open-panel';
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isName: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= 300;
const isPort: Check = (value) => Number.isInteger(value) && (value as number) > 0 && (value as number) < 65536;
const isSwitch: Check = (value) => typeof value === 'boolean';
export const isMode = (value: unknown): value is Mode => (MODES as readonly unknown[]).includes(value);
const isDecision: Check = (value) =>
  hasShape(value, {
    id: isName,
    rewriteId: isName,
    editId: isName,
    action: (action) => ['accept', 'reject', 'undo', 'dismiss'].includes(action as string),
    shown: (shown) =>
      hasShape(shown, {
        order: Number.isInteger,
        default: (value) => value === 'on' || value === 'off',
        framing: isName,
      }),
  });

const SHAPES: Record<Kind, { fields: Record<string, Check>; pages: boolean }> = {
  site: { fields: { host: isText }, pages: true },
  decide: { fields: { decision: isDecision }, pages: true },
  'open-pairing': { fields: {}, pages: true },
  state: { fields: {}, pages: false },
  'pair-start': { fields: {}, pages: false },
  'pair-finish': { fields: { id: isName, code: isText }, pages: false },
  unpair: { fields: {}, pages: false },
  'set-port': { fields: { port: isPort }, pages: false },
  'set-mode': { fields: { mode: isMode }, pages: false },
  'set-site': { fields: { host: isName, on: isSwitch }, pages: false },
};

function hasShape(value: unknown, fields: Record<string, Check>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return Object.entries(fields).every(([name, good]) => good(record[name]));
}

/** Returns the request if it is one, and one that its sender may make. */
export function readRequest(message: unknown, fromPage: boolean): Request | null {
  const kind = (message as { kind?: unknown } | null)?.kind;
  if (typeof kind !== 'string' || !Object.hasOwn(SHAPES, kind)) return null;
  const { fields, pages } = SHAPES[kind as Kind];
  if ((fromPage && !pages) || !hasShape(message, fields)) return null;
  return message as Request;
}

export function readRewriteAsk(message: unknown): RewriteAsk | null {
  return hasShape(message, { text: isText, mode: isMode, site: isText }) ? (message as RewriteAsk) : null;
}

/** Runs a task and says how it came out; nothing is thrown across a message. */
export async function outcome<T>(task: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await task() };
  } catch (error) {
    return { ok: false, failure: error instanceof Failed ? error.failure : failure('trouble') };
  }
}
