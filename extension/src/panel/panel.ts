/** The panel: what is going on, the edits, how far the voice moves, and the writer's answers. */

import type { Field, WriteResult } from '../editor/field';
import type { Failure } from '../protocol/failures';
import type { Outcome } from '../protocol/messages';
import { type Decision, type Mode, MODES, type Progress, type Rewrite } from '../protocol/rewrite';
import { back, cross, h, mark } from './dom';
import { type EditCard, editCard } from './edit_card';
import { meter } from './meter';
import type { PanelPlace } from './place';
import { type EditState, Session } from './session';
import { count, MODE_NAMES, undoHint } from './words';

/** What the panel needs from the one who opens it. */
export interface PanelHost {
  rewrite(
    text: string,
    mode: Mode,
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Outcome<Rewrite>>;
  decide(decision: Decision): Promise<Outcome<null>>;
  openPairing(): void;
  newId(): string;
}

type Tone = 'working' | 'good' | 'plain' | 'bad';

export class Panel {
  readonly element: HTMLElement;
  private readonly status = h('p', { class: 'status', 'data-ov': 'status', role: 'status', 'aria-live': 'polite' });
  private readonly remedies = h('div', { class: 'remedies' });
  private readonly notes = h('div', { class: 'notes' });
  private readonly meterPlace = h('div', { class: 'meter-place' });
  private readonly list = h('ol', { class: 'edits', 'aria-label': 'Edits' });
  private readonly body = h('div', { class: 'body', tabindex: -1 }, this.notes, this.list);
  private readonly modeSelect: HTMLSelectElement;
  private readonly applyButton: HTMLButtonElement;
  private readonly applyAllButton: HTMLButtonElement;
  private readonly undoButton: HTMLButtonElement;
  private readonly foot: HTMLElement;
  private readonly closed = new AbortController();
  private running: AbortController | null = null;
  private session: Session | null = null;
  private cards: EditCard[] = [];
  private failed: Failure | null = null;
  private undoable = false;
  /** While we write, the field's input events are our own. */
  private writing = false;
  private readonly unsent = new Map<string, Decision>();

  constructor(
    readonly field: Field,
    private readonly host: PanelHost,
    mode: Mode,
    private readonly onClose: () => void,
    signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.close(false), { once: true, signal: this.closed.signal });
    this.modeSelect = h(
      'select',
      { class: 'mode', 'aria-label': 'Mode', change: () => void this.run() },
      ...MODES.map((name) => h('option', { value: name, selected: name === mode }, MODE_NAMES[name])),
    );
    this.applyAllButton = h('button', {
      type: 'button',
      class: 'plain',
      'data-ov': 'apply-all',
      title: 'Apply what Ownvoice suggests, except what you rejected',
      click: () => {
        this.session?.selectSuggested();
        this.apply();
      },
    });
    this.applyButton = h('button', {
      type: 'button',
      class: 'primary',
      'data-ov': 'apply',
      title: 'Apply the edits that are accepted now',
      click: () => this.apply(),
    });
    this.undoButton = h(
      'button',
      { type: 'button', class: 'plain undo', hidden: true, 'data-ov': 'undo', click: () => this.undo() },
      back(),
      'Undo',
    );
    this.foot = h('footer', { class: 'actions', hidden: true }, this.undoButton, this.applyAllButton, this.applyButton);
    this.element = h(
      'div',
      { class: 'panel', 'data-ov': 'panel', role: 'dialog', 'aria-label': 'Ownvoice', tabindex: -1 },
      h(
        'header',
        {},
        h('span', { class: 'brand' }, mark(), h('span', {}, 'Ownvoice')),
        this.modeSelect,
        h(
          'button',
          {
            type: 'button',
            class: 'close',
            'data-ov': 'close',
            'aria-label': 'Close',
            title: 'Close (Esc)',
            click: () => this.close(true),
          },
          cross(),
        ),
      ),
      h('div', { class: 'lead' }, this.status, this.remedies),
      this.meterPlace,
      this.body,
      this.foot,
    );
    field.element.addEventListener('input', () => this.textChanged(), { signal: this.closed.signal });
  }

  get mode(): Mode {
    return this.modeSelect.value as Mode;
  }

  place({ left, width, top, bottom, maxHeight }: PanelPlace): void {
    const { style } = this.element;
    const pixels = (value: number | undefined) => (value === undefined ? 'auto' : `${Math.round(value)}px`);
    style.left = pixels(left);
    style.width = pixels(width);
    style.top = pixels(top);
    style.bottom = pixels(bottom);
    style.maxHeight = pixels(maxHeight);
    this.element.classList.toggle('sheet', left === 0 && bottom === 0);
  }

  close(returnFocus: boolean): void {
    if (this.closed.signal.aborted) return;
    this.sendUndoDecision();
    this.running?.abort();
    this.closed.abort();
    this.element.remove();
    this.onClose();
    if (returnFocus) this.field.focus();
  }

  /** Asks for a rewrite of the text as it is now. */
  async run(): Promise<void> {
    this.sendUndoDecision();
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.session = null;
    this.failed = null;
    this.cards = [];
    this.undoable = false;
    this.list.replaceChildren();
    this.notes.replaceChildren();
    this.meterPlace.replaceChildren();
    this.foot.hidden = true;
    const text = this.field.text();
    if (!text.trim()) {
      this.say('plain', 'There is nothing here to polish yet.', 'Write something first.');
      this.offer(this.retryButton('Try again'));
      return;
    }
    this.say('working', 'Reading your text…');
    this.offer();
    const result = await this.host.rewrite(text, this.mode, (progress) => this.progress(running, progress), running.signal);
    if (this.running !== running || running.signal.aborted) return;
    if (result.ok) this.show(result.value);
    else this.fail(result.failure);
  }

  /** Goes on by itself where only pairing was missing. */
  paired(): void {
    if (this.failed?.remedy === 'pair') void this.run();
  }

  private progress(running: AbortController, { done, total }: Progress): void {
    if (this.running !== running || total < 2) return;
    this.say('working', `Reading your text… ${done} of ${count(total, 'sentence')}.`);
  }

  private show(rewrite: Rewrite): void {
    const session = new Session(rewrite, this.host.newId);
    this.session = session;
    this.cards = session.edits.map((state) =>
      editCard(state, rewrite.original, session.edits.length, (action) => this.answer(state, action)),
    );
    this.list.replaceChildren(...this.cards.map(({ element }) => element));
    this.notes.replaceChildren(...rewrite.notes.map((note) => h('p', { class: 'server-note' }, note)));
    if (session.edits.length) this.meterPlace.replaceChildren(meter(rewrite.drift.result, rewrite.drift.proposal));
    // Written on while it was read?
    session.textChanged(this.field.text());
    this.sayFound(session);
    this.update();
    this.body.scrollTop = 0;
  }

  private sayFound(session: Session): void {
    const { edits } = session;
    this.offer();
    if (!edits.length) {
      this.say('good', 'Nothing to change.', 'Your text stays as it is.');
      return;
    }
    const suggested = edits.filter((state) => state.edit.show.default === 'on').length;
    const held = edits.length - suggested;
    const parts = [
      suggested ? `${count(suggested, 'edit')} suggested` : this.mode === 'check' ? '' : 'No edit suggested',
      held ? (this.mode === 'check' ? count(held, 'finding') : `${held} held back`) : '',
    ];
    this.say('plain', `${parts.filter(Boolean).join(', ')}.`);
  }

  private fail(problem: Failure): void {
    this.failed = problem;
    this.say('bad', problem.title, problem.next);
    const pair = h(
      'button',
      { type: 'button', class: 'primary small', 'data-ov': 'pair', click: () => this.host.openPairing() },
      'Pair now',
    );
    this.offer(
      problem.remedy === 'pair' ? pair : null,
      problem.remedy === 'none' ? null : this.retryButton('Try again'),
    );
  }

  private retryButton(label: string): HTMLElement {
    return h('button', { type: 'button', class: 'plain small', 'data-ov': 'retry', click: () => void this.run() }, label);
  }

  private answer(state: EditState, action: 'accept' | 'reject'): void {
    const session = this.session;
    if (!session) return;
    this.send(action === 'accept' ? session.accept(state) : session.reject(state));
    this.update();
  }

  private apply(): void {
    const session = this.session;
    if (!session) return;
    session.textChanged(this.field.text());
    const number = session.pending.length;
    if (!number) {
      this.update();
      return;
    }
    const replacements = session.replacements();
    this.writing = true;
    let result: WriteResult;
    try {
      result = this.field.write(replacements);
    } finally {
      this.writing = false;
    }
    if (result.kind === 'written') {
      session.written(this.field.text());
      this.undoable = result.undoable;
      this.say('good', `${count(number, 'edit')} applied.`, result.undoable ? undoHint() : '');
      this.offer();
      this.field.focus();
    } else this.sayNotWritten(result);
    this.update();
  }

  private sayNotWritten(result: Exclude<WriteResult, { kind: 'written' }>): void {
    if (result.kind === 'too-long') {
      const limit = result.limit.toLocaleString('en');
      this.say('bad', `This field takes at most ${limit} characters.`, 'Reject some edits, then apply again.');
      this.offer();
      return;
    }
    if (result.kind === 'moved') {
      this.say('bad', 'Your text has changed meanwhile; nothing was written.', 'Have it read again.');
      this.offer(this.retryButton('Read again'));
      return;
    }
    this.say('bad', 'This page did not let Ownvoice write.', 'Nothing was changed. Copy the words by hand.');
    this.offer();
  }

  private undo(): void {
    this.field.undo();
  }

  private textChanged(): void {
    const session = this.session;
    if (!session || this.writing) return;
    const news = session.textChanged(this.field.text());
    if (news === 'same') return;
    if (news === 'undone') {
      this.say('plain', 'Undone.', 'Your own words are back.');
      this.offer();
    } else if (news === 'redone') {
      this.say('good', 'Applied again.', undoHint());
      this.offer();
    } else if (!this.failed) {
      this.say('plain', 'You have written on.', 'What still fits can be applied.');
      this.offer(this.retryButton('Read again'));
    }
    this.undoable = news === 'redone';
    this.update();
  }

  private update(): void {
    const session = this.session;
    for (const card of this.cards) card.update();
    if (!session) return;
    const pending = session.pending.length;
    const suggested = session.suggested.length;
    this.foot.hidden = session.edits.length === 0;
    this.applyButton.disabled = pending === 0;
    this.applyButton.textContent = pending ? `Apply ${count(pending, 'edit')}` : 'Apply';
    this.applyAllButton.disabled = suggested === 0;
    this.applyAllButton.textContent = 'Apply all suggested';
    this.undoButton.hidden = !this.undoable;
  }

  private say(tone: Tone, title: string, next = ''): void {
    this.status.dataset.tone = tone;
    this.status.replaceChildren(h('b', {}, title), next ? ` ${next}` : '');
    this.element.setAttribute('aria-busy', String(tone === 'working'));
  }

  private offer(...buttons: (HTMLElement | null)[]): void {
    this.remedies.replaceChildren(...buttons.filter((button) => button !== null));
  }

  private sendUndoDecision(): void {
    const decision = this.session?.undoDecision();
    if (decision) this.send(decision);
  }

  /** Sends a decision, and those before it that could not be sent. Sending twice does no harm. */
  private send(decision: Decision): void {
    this.unsent.set(decision.id, decision);
    for (const waiting of [...this.unsent.values()]) {
      void this.host.decide(waiting).then((result) => {
        if (result.ok) this.unsent.delete(waiting.id);
        else if (waiting === decision) this.sayUnsent(result.failure);
      });
    }
  }

  private sayUnsent({ title, next }: Failure): void {
    if (this.closed.signal.aborted) return;
    this.say('bad', `Your answer is not saved yet. ${title}`, next);
    const again = () => {
      this.offer();
      this.say('plain', 'Saving your answers…');
      void Promise.all([...this.unsent.values()].map((one) => this.host.decide(one).then((result) => [one, result] as const))).then(
        (results) => {
          for (const [one, result] of results) if (result.ok) this.unsent.delete(one.id);
          const problem = results.find(([, result]) => !result.ok)?.[1];
          if (problem && !problem.ok) this.sayUnsent(problem.failure);
          else this.say('good', 'Your answers are saved.');
        },
      );
    };
    this.offer(h('button', { type: 'button', class: 'plain small', 'data-ov': 'retry', click: again }, 'Save again'));
  }
}
