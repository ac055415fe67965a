import type { Drift } from '../protocol/rewrite';
import { h } from './dom';
import { axisWords, driftWords, points } from './words';

const AXES_SHOWN = 3;
/** Smaller shifts than this, of 100, are not worth a word. */
const WORTH_SAYING = 1;

/** Shows how far the person heard moves: with the suggested edits, and with all that was proposed. */
export function meter(result: Drift, proposal: Drift): HTMLElement {
  return h(
    'section',
    { class: 'meter', 'data-ov': 'meter', 'aria-label': 'How far readers’ impression of you moves' },
    bar('As suggested', 'result', result),
    bar('With everything', 'proposal', proposal),
    axesLine(proposal),
  );
}

function bar(label: string, name: string, { score, interval: [low, high] }: Drift): HTMLElement {
  const percent = (value: number) => `${(Math.max(0, Math.min(1, value)) * 100).toFixed(1)}%`;
  const range = h('span', { class: 'range' });
  range.style.left = percent(low);
  range.style.width = percent(high - low);
  const fill = h('span', { class: 'fill' });
  fill.style.width = percent(score);
  const words = driftWords(score);
  return h(
    'div',
    { class: `drift ${name}` },
    h('span', { class: 'drift-label' }, label),
    h(
      'span',
      {
        class: 'track',
        role: 'meter',
        'aria-label': `Drift, ${label.toLowerCase()}`,
        'aria-valuemin': 0,
        'aria-valuemax': 1,
        'aria-valuenow': score.toFixed(2),
        'aria-valuetext': `${score.toFixed(2)}, ${words}`,
        title: `Between ${low.toFixed(2)} and ${high.toFixed(2)}; 0 is you, 1 is somebody else`,
      },
      range,
      fill,
    ),
    h('span', { class: 'drift-value', 'aria-hidden': 'true' }, h('b', {}, score.toFixed(2)), ` ${words}`),
  );
}

function axesLine(drift: Drift): HTMLElement | null {
  const moved = drift.axes
    .flatMap(({ name, shift }) => {
      const by = points(name, shift);
      return by === null || Math.abs(by) < WORTH_SAYING ? [] : [{ name, by }];
    })
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
    .slice(0, AXES_SHOWN);
  if (!moved.length) return null;
  const line = h('p', { class: 'axes' }, 'With everything you would sound ');
  moved.forEach(({ name, by }, i) => {
    if (i > 0) line.append(i === moved.length - 1 ? ' and ' : ', ');
    const sign = by < 0 ? '−' : '+';
    line.append(
      h('span', { class: 'axis', title: `On readers’ scale of 100: ${sign}${Math.abs(by).toFixed(1)}` }, axisWords(name, by)),
      h('span', { class: 'by' }, ` ${sign}${Math.abs(by).toFixed(0)}`),
    );
  });
  line.append('.');
  return line;
}
