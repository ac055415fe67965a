import { afterEach, describe, expect, it, vi } from 'vitest';
import { CAUSES, Failed, failure } from '../src/protocol/failures';
import { Client, problem } from '../src/server/client';
import { readEvents } from '../src/server/events';
import { answerOf } from './answer';

const HEALTH = { status: 'ok', version: '0.1.0', api: 1, model: 'm', device: 'cpu' };
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

/** Answers each call of fetch by its path. */
function serving(answers: Record<string, () => Response | Promise<Response>>) {
  const calls: { path: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = new URL(url).pathname;
    calls.push({ path, init });
    const answer = answers[path];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  });
  return calls;
}

async function causeOf(task: Promise<unknown>): Promise<string> {
  try {
    await task;
  } catch (error) {
    if (error instanceof Failed) return error.failure.cause;
    throw error;
  }
  return 'none';
}

const rewriting = (token: string | null = 'T') =>
  new Client(8737, token).rewrite({ text: 'I goed', mode: 'polish', site: 'a.example' }, () => undefined, new AbortController().signal);

afterEach(() => vi.unstubAllGlobals());

describe('causes are told apart', () => {
  it.each([
    ['not-running', {}, 'T'],
    ['version', { '/v1/health': () => json({ hello: 'world' }) }, 'T'],
    ['version', { '/v1/health': () => json({ ...HEALTH, api: 2 }) }, 'T'],
    ['not-paired', { '/v1/health': () => json(HEALTH) }, null],
    ['not-paired', { '/v1/health': () => json(HEALTH), '/v1/rewrites': () => json({ cause: 'not_paired' }, 401) }, 'T'],
    ['refused', { '/v1/health': () => json(HEALTH), '/v1/rewrites': () => json({ cause: 'refused' }, 403) }, 'T'],
    ['busy', { '/v1/health': () => json(HEALTH), '/v1/rewrites': () => json({ cause: 'busy' }, 429) }, 'T'],
    ['too-long', { '/v1/health': () => json(HEALTH), '/v1/rewrites': () => json({ cause: 'too_long', limit: 5 }, 413) }, 'T'],
    ['input', { '/v1/health': () => json(HEALTH), '/v1/rewrites': () => json({ cause: 'mode' }, 422) }, 'T'],
    ['trouble', { '/v1/health': () => json(HEALTH), '/v1/rewrites': () => new Response('oops', { status: 500 }) }, 'T'],
  ] as const)('%s', async (cause, answers, token) => {
    serving(answers as Record<string, () => Response>);
    expect(await causeOf(rewriting(token))).toBe(cause);
  });

  it('with how long to wait, how long a text may be, how many tries are left', () => {
    expect(problem(429, { cause: 'busy' }, '7')).toMatchObject({ cause: 'busy', wait: 7, next: 'Try again in 7 seconds.' });
    expect(problem(413, { limit: 200000 }, null).title).toContain('200,000 characters');
    expect(problem(403, { cause: 'wrong_code', tries_left: 1 }, null).title).toContain('1 try left');
    expect(problem(403, { cause: 'wrong_code', tries_left: 0 }, null).cause).toBe('pairing-over');
  });

  it('each with a next step', () => {
    for (const cause of CAUSES) {
      expect(failure(cause).title).toMatch(/\.$/);
      expect(failure(cause).next).toMatch(/\.$/);
    }
  });
});

describe('a rewrite', () => {
  it('is sent with token and version, and read from plain JSON', async () => {
    const calls = serving({
      '/v1/health': () => json(HEALTH),
      '/v1/rewrites': () => json(answerOf('I goed', [['goed', 'went', {}]])),
    });
    const rewrite = await rewriting();
    expect(rewrite.edits[0]?.after).toBe('went');
    const { init } = calls[1]!;
    expect(init.headers).toMatchObject({ Authorization: 'Bearer T', 'X-Ownvoice-Api': '1' });
    expect(JSON.parse(init.body as string)).toEqual({ text: 'I goed', mode: 'polish', site: 'a.example' });
  });

  const stream = (...chunks: string[]) =>
    new Response(
      new ReadableStream<Uint8Array>({
        start(control) {
          for (const chunk of chunks) control.enqueue(new TextEncoder().encode(chunk));
          control.close();
        },
      }),
      { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } },
    );

  it('is read from a stream, with its progress', async () => {
    const answer = JSON.stringify(answerOf('I goed', [['goed', 'went', {}]]));
    serving({
      '/v1/health': () => json(HEALTH),
      '/v1/rewrites': () =>
        stream(': still at it\n\nevent: sent', 'ence\ndata: {"index":0,"total":2}\n\n', `event: rewrite\ndata: ${answer}\n\n`),
    });
    const progress: unknown[] = [];
    const client = new Client(8737, 'T');
    const rewrite = await client.rewrite({ text: 'I goed', mode: 'polish', site: '' }, (step) => progress.push(step), new AbortController().signal);
    expect(progress).toEqual([{ done: 1, total: 2 }]);
    expect(rewrite.id).toBe('rewrite-1');
  });

  it('fails with the cause that the stream tells, and if it breaks off', async () => {
    serving({
      '/v1/health': () => json(HEALTH),
      '/v1/rewrites': () => stream('event: error\ndata: {"cause":"busy","status":429,"retry_after":3}\n\n'),
    });
    expect(await causeOf(rewriting())).toBe('busy');
    serving({ '/v1/health': () => json(HEALTH), '/v1/rewrites': () => stream('event: sentence\n') });
    expect(await causeOf(rewriting())).toBe('interrupted');
  });

  it('of a text with a broken pair still is about the text in the field', async () => {
    serving({ '/v1/health': () => json(HEALTH), '/v1/rewrites': () => json(answerOf('\ufffd goed', [['goed', 'went', {}]])) });
    const client = new Client(8737, 'T');
    const rewrite = await client.rewrite({ text: '\ud83c goed', mode: 'polish', site: '' }, () => undefined, new AbortController().signal);
    expect(rewrite.original).toBe('\ud83c goed');
  });
});

it('events survive any cut of the stream, also within a character and a line end', async () => {
  const bytes = new TextEncoder().encode('event: a\r\ndata: 🍅\r\n\r\ndata: one\ndata: two\n\ndata\n\n');
  for (const size of [1, 2, 3, 5, 64]) {
    const body = new ReadableStream<Uint8Array>({
      start(control) {
        for (let at = 0; at < bytes.length; at += size) control.enqueue(bytes.slice(at, at + size));
        control.close();
      },
    });
    const events = [];
    for await (const event of readEvents(body)) events.push(event);
    expect(events).toEqual([
      { name: 'a', data: '🍅' },
      { name: 'message', data: 'one\ntwo' },
      { name: 'message', data: '' },
    ]);
  }
});
