import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { storage } from 'wxt/utils/storage';
import { change, serverItem, type ServerSettings, withSite, writingItem } from '../src/settings';

beforeEach(() => fakeBrowser.reset());

describe('settings', () => {
  it('begin with the usual port, unpaired, on everywhere', async () => {
    expect(await serverItem.getValue()).toEqual({ port: 8737, token: null });
    expect(await writingItem.getValue()).toEqual({ mode: 'polish', offSites: [] });
  });

  it('keep what is not changed', async () => {
    await change(serverItem, { token: 'T' });
    await change(serverItem, { port: 9000 });
    expect(await serverItem.getValue()).toEqual({ port: 9000, token: 'T' });
  });

  it('switch sites off and on', () => {
    expect(withSite([], 'b.example', false)).toEqual(['b.example']);
    expect(withSite(['b.example'], 'a.example', false)).toEqual(['a.example', 'b.example']);
    expect(withSite(['b.example'], 'b.example', false)).toEqual(['b.example']);
    expect(withSite(['a.example', 'b.example'], 'b.example', true)).toEqual(['a.example']);
  });

  it('are written with their version, so that a later one can carry them over', async () => {
    await change(serverItem, { port: 9000, token: 'T' });
    await serverItem.migrate();
    // As version 2 might do it: the address whole.
    const next = storage.defineItem<ServerSettings & { host: string }>('local:server', {
      fallback: { host: '127.0.0.1', port: 8737, token: null },
      version: 2,
      migrations: { 2: (old: ServerSettings) => ({ ...old, host: 'localhost' }) },
    });
    await next.migrate();
    expect(await next.getValue()).toEqual({ host: 'localhost', port: 9000, token: 'T' });
  });
});
