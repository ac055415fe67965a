import { sentence } from '../protocol/sentence';
import type { EditState } from './session';
import { surroundings } from './session';
import { cross, h, tick } from './dom';
import { heldWords, visible, VERDICT_NAMES } from './words';

export interface EditCard {
  readonly element: HTMLElement;
  update(): void;
}

/** One edit in its place in the text, with verdict, reason and the writer's two answers. */
export function editCard(
  state: EditState,
  original: string,
  total: number,
  answer: (action: 'accept' | 'reject') => void,
): EditCard {
  const { edit } = state;
  const { left, right } = surroundings(original, edit);
  const accept = h(
    'button',
    { type: 'button', class: 'answer accept', 'data-ov': 'accept', click: () => answer('accept') },
    tick(),
    'Accept',
  );
  const reject = h(
    'button',
    { type: 'button', class: 'answer reject', 'data-ov': 'reject', click: () => answer('reject') },
    cross(),
    'Reject',
  );
  const held = !edit.applied;
  const note = h('span', { class: 'note' });
  const element = h(
    'li',
    {
      class: 'edit',
      'data-ov': 'edit',
      'data-verdict': edit.verdict,
      'data-edit-id': edit.id,
      'data-applied': String(edit.applied),
      'data-held-by': edit.heldBy,
    },
    h(
      'p',
      { class: 'diff' },
      h('span', { class: 'context' }, left),
      edit.before ? h('del', {}, visible(edit.before)) : null,
      edit.after ? h('ins', {}, visible(edit.after)) : null,
      h('span', { class: 'context' }, right),
    ),
    h(
      'div',
      { class: 'foot' },
      h(
        'p',
        { class: 'why' },
        h('span', { class: 'verdict' }, VERDICT_NAMES[edit.verdict]),
        held && edit.heldBy && edit.heldBy !== 'judge' ? h('span', { class: 'held' }, `${heldWords(edit)}. `) : null,
        h('span', { class: 'reason' }, sentence(edit.reason)),
        note,
      ),
      h('div', { class: 'answers' }, reject, accept),
    ),
  );
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', `Edit ${state.order + 1} of ${total}: ${spoken(edit.before, edit.after)}`);

  const update = () => {
    element.dataset.on = String(state.selected);
    element.dataset.lost = String(state.lost);
    element.dataset.inText = String(state.inText);
    // Accept tells what will happen, reject only what the writer said: held back is not turned down.
    accept.setAttribute('aria-pressed', String(state.selected));
    reject.setAttribute('aria-pressed', String(state.answer === 'reject'));
    accept.disabled = reject.disabled = state.lost;
    note.textContent = state.lost ? ' You have written over this.' : state.inText ? ' In your text.' : '';
  };
  update();
  return { element, update };
}

function spoken(before: string, after: string): string {
  if (!before) return `insert “${after}”`;
  if (!after) return `take out “${before}”`;
  return `“${before}” becomes “${after}”`;
}
