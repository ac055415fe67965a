/** The way from a page or the popup to the service worker. */

import { browser } from 'wxt/browser';
import { failure } from './failures';
import {
  type Kind,
  type Outcome,
  type Requests,
  REWRITE_PORT,
  type RewriteAsk,
  type RewriteNews,
} from './messages';
import type { Progress, Rewrite } from './rewrite';

const GONE = failure('interrupted', {
  title: 'The extension was updated or switched off.',
  next: 'Reload this page.',
});

export async function ask<K extends Kind>(kind: K, details: Requests[K]['ask']): Promise<Outcome<Requests[K]['give']>> {
  try {
    const answer: unknown = await browser.runtime.sendMessage({ ...details, kind });
    if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer as Outcome<Requests[K]['give']>;
  } catch {
    // The service worker is gone: the same as no answer.
  }
  return { ok: false, failure: GONE };
}

/** Asks for a rewrite. Aborting the signal cancels the work on the server too. */
export function askRewrite(
  what: RewriteAsk,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Outcome<Rewrite>> {
  return new Promise((resolve) => {
    let port: ReturnType<typeof browser.runtime.connect>;
    try {
      port = browser.runtime.connect({ name: REWRITE_PORT });
    } catch {
      resolve({ ok: false, failure: GONE });
      return;
    }
    const end = (result: Outcome<Rewrite>) => {
      resolve(result);
      port.disconnect();
    };
    port.onMessage.addListener((news: RewriteNews) => {
      if (news.kind === 'progress') onProgress(news.progress);
      else end(news.kind === 'done' ? { ok: true, value: news.rewrite } : { ok: false, failure: news.failure });
    });
    port.onDisconnect.addListener(() => resolve({ ok: false, failure: failure('interrupted') }));
    signal.addEventListener('abort', () => end({ ok: false, failure: failure('interrupted') }), { once: true });
    port.postMessage(what);
  });
}
