/** The Ownvoice server on this computer. Used by the service worker alone. */

import { type Cause, Failed, failure } from '../protocol/failures';
import type { Decision, Health, Mode, Progress, Rewrite } from '../protocol/rewrite';
import { sentence } from '../protocol/sentence';
import { readHealth, readProgress, readRewrite, writeDecision } from './answers';
import { readEvents } from './events';
import { wellFormed } from './offsets';

export const API_VERSION = 1;
export const DEFAULT_PORT = 8737;
const HANDSHAKE_LIMIT_MS = 5000;

/** The server's causes, where they differ from ours. */
const CAUSE_OF: Record<string, Cause> = {
  not_paired: 'not-paired',
  refused: 'refused',
  version: 'version',
  busy: 'busy',
  too_long: 'too-long',
  wrong_code: 'bad-code',
  unknown_pairing: 'pairing-over',
};
const CAUSE_OF_STATUS: Record<number, Cause> = {
  401: 'not-paired',
  403: 'refused',
  409: 'version',
  413: 'too-long',
  429: 'busy',
};
/** Causes whose detail tells more than our own words. */
const TELLS_MORE = new Set<Cause>(['input', 'trouble']);

export interface RewriteRequest {
  readonly text: string;
  readonly mode: Mode;
  readonly site: string;
}

export class Client {
  constructor(
    readonly port: number,
    private readonly token: string | null,
  ) {}

  /** Asks how the server is and whether it speaks our version. */
  async health(): Promise<Health> {
    const response = await this.send('GET', '/v1/health', { signal: AbortSignal.timeout(HANDSHAKE_LIMIT_MS) });
    const json: unknown = await response.json().catch(() => null);
    if (!response.ok || typeof (json as { api?: unknown } | null)?.api !== 'number') {
      throw new Failed(
        failure('version', {
          title: `Something other than Ownvoice answers at 127.0.0.1:${this.port}.`,
          next: 'Check the port in the extension’s settings against the one that “ownvoice serve” prints.',
        }),
      );
    }
    const health = readHealth(json);
    if (health.api !== API_VERSION) throw new Failed(versionFailure(health.api));
    return health;
  }

  /** Makes the server show a code; returns the pairing that waits for it. */
  async startPairing(): Promise<string> {
    await this.health();
    const response = await this.call('POST', '/v1/pairings', { client: 'Browser extension' });
    const { id } = (await response.json()) as { id?: unknown };
    if (typeof id !== 'string') throw new Failed(failure('version'));
    return id;
  }

  /** Returns the token that the code is good for. */
  async finishPairing(id: string, code: string): Promise<string> {
    const response = await this.call('POST', `/v1/pairings/${encodeURIComponent(id)}`, { code });
    const { token } = (await response.json()) as { token?: unknown };
    if (typeof token !== 'string') throw new Failed(failure('version'));
    return token;
  }

  async rewrite(
    { text, mode, site }: RewriteRequest,
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Rewrite> {
    await this.health();
    if (!this.token) throw new Failed(failure('not-paired'));
    const sent = wellFormed(text);
    const response = await this.call('POST', '/v1/rewrites', { text: sent, mode, site }, signal, 'text/event-stream');
    const asUnderstood = (json: unknown) => ({ ...readRewrite(json, sent), original: text });
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream') || !response.body) {
      return asUnderstood(await response.json());
    }
    try {
      for await (const { name, data } of readEvents(response.body)) {
        if (name === 'sentence') onProgress(readProgress(JSON.parse(data)));
        else if (name === 'rewrite') return asUnderstood(JSON.parse(data));
        else if (name === 'error') throw new Failed(problem(0, JSON.parse(data), null));
      }
    } catch (error) {
      throw error instanceof Failed ? error : new Failed(failure('interrupted'));
    }
    throw new Failed(failure('interrupted'));
  }

  async decide(decision: Decision): Promise<void> {
    if (!this.token) throw new Failed(failure('not-paired'));
    await this.call('POST', '/v1/decisions', writeDecision(decision));
  }

  private async call(
    method: string,
    path: string,
    body: object,
    signal?: AbortSignal,
    accept = 'application/json',
  ): Promise<Response> {
    const response = await this.send(method, path, {
      body: JSON.stringify(body),
      headers: {
        Accept: accept,
        'Content-Type': 'application/json',
        'X-Ownvoice-Api': String(API_VERSION),
        ...(this.token ? { Authorization: `Bearer ${this.token}` } : {}),
      },
      ...(signal ? { signal } : {}),
    });
    if (response.ok) return response;
    const json: unknown = await response.json().catch(() => null);
    throw new Failed(problem(response.status, json, response.headers.get('Retry-After')));
  }

  private async send(method: string, path: string, options: RequestInit): Promise<Response> {
    try {
      return await fetch(`http://127.0.0.1:${this.port}${path}`, {
        method,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        ...options,
      });
    } catch {
      if (options.signal?.aborted && !(options.signal.reason as Error | undefined)?.name?.startsWith('Timeout')) {
        throw new Failed(failure('interrupted'));
      }
      throw new Failed(failure('not-running', { title: `Ownvoice is not running at 127.0.0.1:${this.port}.` }));
    }
  }
}

function versionFailure(theirs: number): ReturnType<typeof failure> {
  return failure('version', {
    next:
      theirs > API_VERSION
        ? 'Ownvoice is newer: update the extension, then reload this page.'
        : 'The extension is newer: update Ownvoice and start it again.',
  });
}

/** Turns problem details (RFC 9457) into a failure with the next step. */
export function problem(status: number, json: unknown, retryAfter: string | null): ReturnType<typeof failure> {
  const details = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const known = typeof details.cause === 'string' ? CAUSE_OF[details.cause] : undefined;
  const at = status || Number(details.status) || 0;
  const cause = known ?? CAUSE_OF_STATUS[at] ?? (at >= 400 && at < 500 ? 'input' : 'trouble');
  const say = (value: unknown) => (typeof value === 'string' && value ? sentence(value) : undefined);
  if (cause === 'busy') {
    const wait = Number(retryAfter ?? details.retry_after) || 5;
    return failure(cause, { next: `Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`, wait });
  }
  if (cause === 'too-long' && typeof details.limit === 'number') {
    const limit = details.limit.toLocaleString('en');
    return failure(cause, { title: `This text is too long: Ownvoice takes ${limit} characters at a time.` });
  }
  if (cause === 'bad-code' && typeof details.tries_left === 'number') {
    const left = details.tries_left;
    if (left < 1) return failure('pairing-over', { title: 'That was the last try.' });
    return failure(cause, { title: `That is not the code. ${left} ${left === 1 ? 'try' : 'tries'} left.` });
  }
  if (!TELLS_MORE.has(cause)) return failure(cause);
  const title = say(details.detail) ?? say(details.title);
  const next = say(details.next_step);
  return failure(cause, { ...(title ? { title } : {}), ...(next ? { next } : {}) });
}
