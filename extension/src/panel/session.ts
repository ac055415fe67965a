/**
 * One rewrite of one field's text, and what the writer makes of it. Knows no DOM and no server.
 *
 * Every edit is either in the text or not, and selected or not; applying makes the first equal the
 * second. So a selected edit that is rejected after it was applied goes back to the writer's words.
 */

import { type Replacement, type Span } from '../editor/positions';
import { Tracker } from '../editor/tracker';
import type { Action, Decision, Edit, Rewrite } from '../protocol/rewrite';

/** How the edits are presented: part of the condition under which the writer decides. */
export const FRAMING = 'panel-list';

export interface EditState {
  readonly edit: Edit;
  /** Its place in the list, from 0. */
  readonly order: number;
  selected: boolean;
  inText: boolean;
  /** The writer's own answer, as far as they gave one. */
  answer: 'accept' | 'reject' | null;
  /** The writer wrote over it. */
  lost: boolean;
}

interface AppliedStep {
  readonly before: { text: string; spans: [EditState, Span][] };
  readonly after: { text: string; spans: [EditState, Span][] };
  readonly changed: readonly EditState[];
}

export type TextNews = 'same' | 'undone' | 'redone' | 'changed';

export class Session {
  /** In the order in which they are shown. */
  readonly edits: readonly EditState[];
  private tracker: Tracker<EditState>;
  private text: string;
  private lastStep: AppliedStep | null = null;
  private stepUndone = false;

  constructor(
    readonly rewrite: Rewrite,
    private readonly newId: () => string,
  ) {
    this.edits = [...rewrite.edits]
      .sort((a, b) => a.show.order - b.show.order || a.start - b.start)
      .map((edit, order) => ({
        edit,
        order,
        selected: edit.show.default === 'on',
        inText: false,
        answer: null,
        lost: false,
      }));
    this.text = rewrite.original;
    this.tracker = new Tracker(this.text, this.edits.map((state) => [state, state.edit]));
  }

  /** Takes note of the field's text. */
  textChanged(text: string): TextNews {
    if (text === this.text) return 'same';
    const step = this.lastStep;
    if (step && !this.stepUndone && text === step.before.text) {
      this.restore(step.before, step.changed);
      this.stepUndone = true;
      return 'undone';
    }
    if (step && this.stepUndone && text === step.after.text) {
      this.restore(step.after, step.changed);
      this.stepUndone = false;
      return 'redone';
    }
    this.text = text;
    for (const state of this.tracker.update(text)) state.lost = true;
    return 'changed';
  }

  private restore(point: AppliedStep['before'], changed: readonly EditState[]): void {
    this.text = point.text;
    this.tracker = new Tracker(point.text, point.spans);
    const alive = new Set(point.spans.map(([state]) => state));
    for (const state of this.edits) state.lost = !alive.has(state);
    for (const state of changed) state.inText = !state.inText;
  }

  accept(state: EditState): Decision {
    state.selected = true;
    state.answer = 'accept';
    return this.decision(state, 'accept');
  }

  reject(state: EditState): Decision {
    state.selected = false;
    state.answer = 'reject';
    return this.decision(state, 'reject');
  }

  /** Selects what Ownvoice suggested, except what the writer turned down. */
  selectSuggested(): void {
    for (const state of this.edits) {
      state.selected = state.edit.show.default === 'on' && state.answer !== 'reject';
    }
  }

  get suggested(): EditState[] {
    return this.edits.filter(
      (state) => state.edit.show.default === 'on' && state.answer !== 'reject' && !state.lost && !state.inText,
    );
  }

  /** The edits whose place in the text is not yet what was selected. */
  get pending(): EditState[] {
    return this.edits.filter((state) => !state.lost && state.selected !== state.inText);
  }

  /** What has to be written, first to last. */
  replacements(): Replacement[] {
    return this.pending
      .flatMap((state) => {
        const span = this.tracker.span(state);
        const { before, after } = state.edit;
        return span ? [{ ...span, before: state.selected ? before : after, after: state.selected ? after : before }] : [];
      })
      .sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** Takes note that the pending edits were written; `text` is the field's text now. */
  written(text: string): void {
    const changed = this.pending;
    const before = { text: this.text, spans: this.spans() };
    const pending = new Set(changed);
    let shift = 0;
    const spans: [EditState, Span][] = [];
    for (const [state, span] of [...before.spans].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)) {
      const words = state.selected ? state.edit.after : state.edit.before;
      const length = pending.has(state) ? words.length : span.end - span.start;
      spans.push([state, { start: span.start + shift, end: span.start + shift + length }]);
      shift += length - (span.end - span.start);
    }
    for (const state of changed) state.inText = state.selected;
    this.text = text;
    this.tracker = new Tracker(text, spans);
    this.lastStep = { before, after: { text, spans }, changed };
    this.stepUndone = false;
  }

  private spans(): [EditState, Span][] {
    return this.edits.flatMap((state): [EditState, Span][] => {
      const span = this.tracker.span(state);
      return span ? [[state, span]] : [];
    });
  }

  /**
   * The decision that an undone step stands for, once the writer is done here. Only where it is
   * about one edit: the writer had accepted it by itself, or there was no other. Taking back what
   * was applied together says nothing about each part of it.
   */
  undoDecision(): Decision | null {
    const [state, ...others] = this.lastStep?.changed ?? [];
    if (!state || others.length || !this.stepUndone || !state.selected) return null;
    const only = this.edits.filter(({ edit }) => edit.show.default === 'on').length === 1;
    if (state.answer !== 'accept' && !only) return null;
    this.lastStep = null;
    return this.decision(state, 'undo');
  }

  private decision({ edit, order }: EditState, action: Action): Decision {
    return {
      id: this.newId(),
      rewriteId: this.rewrite.id,
      editId: edit.id,
      action,
      shown: { order, default: edit.show.default, framing: FRAMING },
    };
  }
}

/** Where a sentence ends, as far as it matters for showing a little of the text around an edit. */
const SENTENCE_END = /[.!?…]["'”’)\]]*\s+/g;

/** The words around a span, cut at words, sentences and lines, for showing an edit in its place. */
export function surroundings(text: string, span: Span, reach = 44): { left: string; right: string } {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const lineBreak = text.indexOf('\n', span.end);
  const lineEnd = lineBreak < 0 ? text.length : lineBreak;

  const near = text.slice(Math.max(lineStart, span.start - reach), span.start);
  const lastEnd = [...near.matchAll(SENTENCE_END)].at(-1);
  let left = lastEnd ? near.slice(lastEnd.index + lastEnd[0].length) : near;
  if (!lastEnd && span.start - near.length > lineStart) left = `… ${left.replace(/^\S*\s+/, '')}`;

  const after = text.slice(span.end, Math.min(lineEnd, span.end + reach));
  const firstEnd = after.search(/[.!?…]["'”’)\]]*\s/);
  let right = after;
  if (firstEnd >= 0) right = after.slice(0, firstEnd + (after.slice(firstEnd).match(/\S+/)?.[0].length ?? 1));
  else if (span.end + after.length < lineEnd) right = `${after.replace(/\s+\S*$/, '')} …`;

  return { left: wholeCharacters(left), right: wholeCharacters(right) };
}

/** Leaves out halves of surrogate pairs at the ends. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
