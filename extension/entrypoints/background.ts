import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { Failed, failure } from '../src/protocol/failures';
import {
  type Kind,
  type Notice,
  outcome,
  readRequest,
  readRewriteAsk,
  type Request,
  type Requests,
  REWRITE_PORT,
  type RewriteNews,
} from '../src/protocol/messages';
import { Client } from '../src/server/client';
import { change, serverItem, withSite, writingItem } from '../src/settings';

/** The browser ends an idle service worker after 30 seconds; any call to it counts as life. */
const SIGN_OF_LIFE_MS = 20_000;

type Answer<K extends Kind> = Promise<Requests[K]['give']>;

export default defineBackground(() => {
  // Pages' scripts have no business with the token.
  void browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });

  browser.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id !== browser.runtime.id) return;
    const request = readRequest(message, !isOwnPage(sender.url));
    if (!request) return;
    void outcome<unknown>(() => answer(request)).then(respond);
    return true;
  });

  browser.runtime.onConnect.addListener((port) => {
    if (port.name === REWRITE_PORT && port.sender?.id === browser.runtime.id) serveRewrite(port);
  });

  browser.commands.onCommand.addListener((command, tab) => {
    if (command === 'open-panel' && tab?.id !== undefined) tell(tab.id, { kind: 'open-panel' });
  });

  writingItem.watch(() => void tellAll({ kind: 'settings-changed' }));
  serverItem.watch(({ token }, before) => {
    if (token && token !== before?.token) void tellAll({ kind: 'paired' });
  });
});

function isOwnPage(url: string | undefined): boolean {
  return url?.startsWith(browser.runtime.getURL('/')) ?? false;
}

async function client(): Promise<Client> {
  const { port, token } = await serverItem.getValue();
  return new Client(port, token);
}

async function answer(request: Request): Answer<Kind> {
  switch (request.kind) {
    case 'site': {
      const { mode, offSites } = await writingItem.getValue();
      return { on: !offSites.includes(request.host), mode };
    }
    case 'decide':
      await forgettingLostToken(async () => (await client()).decide(request.decision));
      return null;
    case 'open-pairing':
      await browser.tabs.create({ url: browser.runtime.getURL('/popup.html') });
      return null;
    case 'state': {
      const [{ port, token }, { mode }] = await Promise.all([serverItem.getValue(), writingItem.getValue()]);
      const server = await outcome(async () => (await client()).health());
      return { port, mode, paired: token !== null, server };
    }
    case 'pair-start':
      return { id: await (await client()).startPairing() };
    case 'pair-finish':
      await change(serverItem, { token: await (await client()).finishPairing(request.id, request.code) });
      return null;
    case 'unpair':
      await change(serverItem, { token: null });
      return null;
    case 'set-port': {
      const { port } = await serverItem.getValue();
      // A token is one server's; another port may be another program.
      if (port !== request.port) await serverItem.setValue({ port: request.port, token: null });
      return null;
    }
    case 'set-mode':
      await change(writingItem, { mode: request.mode });
      return null;
    case 'set-site': {
      const { offSites } = await writingItem.getValue();
      await change(writingItem, { offSites: withSite(offSites, request.host, request.on) });
      return null;
    }
  }
}

/** A token that the server no longer knows is dropped, so that everything shows the way to pair. */
async function forgettingLostToken<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof Failed && error.failure.cause === 'not-paired') await change(serverItem, { token: null });
    throw error;
  }
}

function serveRewrite(port: ReturnType<typeof browser.runtime.connect>): void {
  const gone = new AbortController();
  const alive = setInterval(() => void browser.runtime.getPlatformInfo(), SIGN_OF_LIFE_MS);
  port.onDisconnect.addListener(() => {
    clearInterval(alive);
    gone.abort();
  });
  const send = (news: RewriteNews) => {
    if (!gone.signal.aborted) port.postMessage(news);
  };
  port.onMessage.addListener((message) => {
    const ask = readRewriteAsk(message);
    if (!ask) {
      send({ kind: 'failed', failure: failure('trouble') });
      return;
    }
    const task = async () =>
      (await client()).rewrite(ask, (progress) => send({ kind: 'progress', progress }), gone.signal);
    void outcome(() => forgettingLostToken(task)).then((result) => {
      clearInterval(alive);
      send(result.ok ? { kind: 'done', rewrite: result.value } : { kind: 'failed', failure: result.failure });
    });
  });
}

function tell(tab: number, notice: Notice): void {
  // Tabs without our script have no one to listen.
  browser.tabs.sendMessage(tab, notice).catch(() => undefined);
}

async function tellAll(notice: Notice): Promise<void> {
  for (const { id } of await browser.tabs.query({})) if (id !== undefined) tell(id, notice);
}
