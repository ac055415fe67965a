/** The popup: how the server is, pairing, and the settings. */

import { browser } from 'wxt/browser';
import { h, mark } from '../../src/panel/dom';
import { MODE_NAMES } from '../../src/panel/words';
import type { Failure } from '../../src/protocol/failures';
import { isMode, type PopupState } from '../../src/protocol/messages';
import { MODES } from '../../src/protocol/rewrite';
import { ask } from '../../src/protocol/worker';

const status = h('p', { class: 'status', 'data-ov': 'status', role: 'status', 'aria-live': 'polite' });
const task = h('section', { class: 'task' });
const settings = h('section', { class: 'settings' });

function say(tone: 'good' | 'bad' | 'plain', title: string, next = ''): void {
  status.dataset.tone = tone;
  status.replaceChildren(h('b', {}, title), next ? ` ${next}` : '');
}

function sayFailure({ title, next }: Failure): void {
  say('bad', title, next);
}

async function refresh(): Promise<void> {
  const answer = await ask('state', {});
  if (!answer.ok) {
    sayFailure(answer.failure);
    task.replaceChildren(retryButton());
    return;
  }
  showState(answer.value);
  await showSettings(answer.value);
}

function showState(state: PopupState): void {
  if (!state.server.ok) {
    const { failure } = state.server;
    sayFailure(failure);
    task.replaceChildren(
      ...(failure.cause === 'not-running' ? [commandLine('ownvoice serve')] : []),
      retryButton(),
    );
    return;
  }
  const { trouble, version, model, device } = state.server.value;
  if (!state.paired) {
    say('plain', 'Ownvoice is running.', 'Pair this browser with it once.');
    task.replaceChildren(
      h('button', { type: 'button', class: 'primary', 'data-ov': 'pair', click: () => void startPairing() }, 'Pair this browser'),
    );
    return;
  }
  if (trouble === 'model-missing') {
    say('bad', 'Ownvoice runs, but a model is missing.', 'Fetch it once, then start Ownvoice again.');
    task.replaceChildren(commandLine('ownvoice models pull'), retryButton());
    return;
  }
  if (trouble) {
    say('bad', 'Ownvoice runs, but it cannot rewrite.', 'The terminal where it runs says why.');
    task.replaceChildren(commandLine('ownvoice doctor'), retryButton());
    return;
  }
  say('good', 'Ready.', 'Click into a text field and press the green button in its corner.');
  const with_ = [model, device && `on ${device}`].filter(Boolean).join(' ');
  task.replaceChildren(
    h('p', { class: 'detail' }, `Ownvoice ${version}${with_ ? ` with ${with_}` : ''}`),
  );
}

function retryButton(): HTMLElement {
  return h('button', { type: 'button', class: 'plain', 'data-ov': 'retry', click: () => void refresh() }, 'Try again');
}

function commandLine(command: string): HTMLElement {
  const copy = h('button', { type: 'button', class: 'plain small' }, 'Copy');
  copy.addEventListener('click', () => {
    void navigator.clipboard.writeText(command).then(() => (copy.textContent = 'Copied'));
  });
  return h('p', { class: 'command' }, h('code', {}, command), copy);
}

async function startPairing(): Promise<void> {
  say('plain', 'Asking Ownvoice for a code…');
  const answer = await ask('pair-start', {});
  if (!answer.ok) {
    sayFailure(answer.failure);
    task.replaceChildren(retryButton());
    return;
  }
  say('plain', 'Type the code.', 'Ownvoice shows six digits in the terminal where it runs, and on its page.');
  const code = h('input', {
    class: 'code',
    'data-ov': 'code',
    'aria-label': 'Pairing code, six digits',
    inputmode: 'numeric',
    autocomplete: 'off',
    maxlength: 7,
    placeholder: '000000',
  });
  const finish = h('button', { type: 'submit', class: 'primary', 'data-ov': 'confirm' }, 'Pair');
  const form = h('form', { class: 'pairing' }, code, finish);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void finishPairing(answer.value.id, code, finish);
  });
  code.addEventListener('input', () => {
    if (/^\d{6}$/.test(code.value.trim())) form.requestSubmit();
  });
  task.replaceChildren(form);
  code.focus();
}

async function finishPairing(id: string, code: HTMLInputElement, finish: HTMLButtonElement): Promise<void> {
  const digits = code.value.replaceAll(/\D/g, '');
  if (digits.length !== 6 || finish.disabled) return;
  finish.disabled = true;
  const answer = await ask('pair-finish', { id, code: digits });
  finish.disabled = false;
  if (answer.ok) {
    await refresh();
    return;
  }
  sayFailure(answer.failure);
  if (answer.failure.remedy === 'pair') {
    task.replaceChildren(
      h('button', { type: 'button', class: 'primary', 'data-ov': 'pair', click: () => void startPairing() }, 'Get a new code'),
    );
    return;
  }
  code.select();
  code.focus();
}

async function showSettings({ port, mode, paired }: PopupState): Promise<void> {
  const site = await currentSite();
  const siteSettings = site ? await ask('site', { host: site }) : null;
  const rows: HTMLElement[] = [];
  if (site && siteSettings?.ok) {
    const toggle = h('input', { type: 'checkbox', role: 'switch', 'data-ov': 'site', checked: siteSettings.value.on });
    toggle.addEventListener('change', () => void ask('set-site', { host: site, on: toggle.checked }));
    rows.push(h('label', { class: 'row' }, h('span', {}, 'On at ', h('b', {}, site)), toggle));
  }
  const select = h(
    'select',
    { 'data-ov': 'default-mode' },
    ...MODES.map((name) => h('option', { value: name, selected: name === mode }, MODE_NAMES[name])),
  );
  select.addEventListener('change', () => {
    if (isMode(select.value)) void ask('set-mode', { mode: select.value });
  });
  rows.push(h('label', { class: 'row' }, h('span', {}, 'Usual mode'), select));
  rows.push(portRow(port, paired));
  if (paired) {
    const unpair = h('button', { type: 'button', class: 'plain small', 'data-ov': 'unpair' }, 'Unpair');
    unpair.addEventListener('click', () => void ask('unpair', {}).then(refresh));
    rows.push(h('div', { class: 'row' }, h('span', {}, 'Paired with Ownvoice'), unpair));
  }
  settings.replaceChildren(...rows);
}

function portRow(port: number, paired: boolean): HTMLElement {
  const input = h('input', {
    type: 'number',
    'data-ov': 'port',
    min: 1,
    max: 65535,
    value: port,
    title: paired ? 'Another port needs pairing again' : null,
  });
  input.addEventListener('change', () => {
    const value = input.valueAsNumber;
    if (!input.checkValidity() || !Number.isInteger(value)) {
      input.reportValidity();
      return;
    }
    void ask('set-port', { port: value }).then(refresh);
  });
  return h('label', { class: 'row' }, h('span', {}, 'Server at 127.0.0.1, port'), input);
}

/** The site in the tab behind the popup, where there is one. */
async function currentSite(): Promise<string | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  try {
    const url = new URL(tab?.url ?? '');
    return /^https?:$/.test(url.protocol) ? url.hostname : null;
  } catch {
    return null;
  }
}

document
  .getElementById('popup')
  ?.replaceChildren(
    h('header', {}, h('span', { class: 'logo' }, mark()), h('h1', {}, 'Ownvoice')),
    status,
    task,
    settings,
  );
say('plain', 'Looking for Ownvoice…');
void refresh();
