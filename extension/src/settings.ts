/** What the extension keeps, in the service worker's reach alone. */

import { storage } from 'wxt/utils/storage';
import type { Mode } from './protocol/rewrite';
import { DEFAULT_PORT } from './server/client';

export interface ServerSettings {
  port: number;
  /** From pairing; worth nothing on any other server. */
  token: string | null;
}

export interface WritingSettings {
  mode: Mode;
  /** Host names where the writer switched Ownvoice off. */
  offSites: string[];
}

/** By version: how a stored value becomes one of that version. Version 1 was the first. */
export const serverItem = storage.defineItem<ServerSettings>('local:server', {
  fallback: { port: DEFAULT_PORT, token: null },
  version: 1,
  migrations: {},
});

export const writingItem = storage.defineItem<WritingSettings>('local:writing', {
  fallback: { mode: 'polish', offSites: [] },
  version: 1,
  migrations: {},
});

export async function change<T extends object>(
  item: { getValue(): Promise<T>; setValue(value: T): Promise<void> },
  changes: Partial<T>,
): Promise<void> {
  await item.setValue({ ...(await item.getValue()), ...changes });
}

export function withSite(offSites: readonly string[], host: string, on: boolean): string[] {
  const others = offSites.filter((site) => site !== host);
  return on ? others : [...others, host].sort();
}
