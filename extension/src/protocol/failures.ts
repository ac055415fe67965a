/** Everything that can go wrong between page and server, each with the next step. */

export const CAUSES = [
  'not-running',
  'not-paired',
  'refused',
  'version',
  'busy',
  'too-long',
  'bad-code',
  'pairing-over',
  'input',
  'trouble',
  'interrupted',
] as const;
export type Cause = (typeof CAUSES)[number];

/** What one click can do about it. */
export type Remedy = 'retry' | 'pair' | 'none';

export interface Failure {
  readonly cause: Cause;
  readonly title: string;
  readonly next: string;
  readonly remedy: Remedy;
  /** Seconds after which trying again makes sense. */
  readonly wait?: number;
}

interface Entry {
  readonly title: string;
  readonly next: string;
  readonly remedy: Remedy;
}

const TABLE: Record<Cause, Entry> = {
  'not-running': {
    title: 'Ownvoice is not running.',
    next: 'Start it on this computer with “ownvoice serve”, then try again.',
    remedy: 'retry',
  },
  'not-paired': {
    title: 'This browser is not paired with Ownvoice yet.',
    next: 'Pair it once: Ownvoice shows a code, you type it in.',
    remedy: 'pair',
  },
  refused: {
    title: 'Ownvoice refused this browser.',
    next: 'Pair it again. If that does not help, restart Ownvoice.',
    remedy: 'pair',
  },
  version: {
    title: 'The extension and Ownvoice do not speak the same version.',
    next: 'Update both, and restart Ownvoice and the browser.',
    remedy: 'retry',
  },
  busy: {
    title: 'Ownvoice is busy with other texts.',
    next: 'Try again in a moment.',
    remedy: 'retry',
  },
  'too-long': {
    title: 'This text is too long.',
    next: 'Use a part of it at a time.',
    remedy: 'none',
  },
  'bad-code': {
    title: 'That is not the code.',
    next: 'Type the six digits that Ownvoice shows now.',
    remedy: 'none',
  },
  'pairing-over': {
    title: 'This code has expired.',
    next: 'Start over to get a new one.',
    remedy: 'pair',
  },
  input: {
    title: 'Ownvoice cannot work on this.',
    next: 'Change the text or choose another mode, then try again.',
    remedy: 'retry',
  },
  trouble: {
    title: 'Something went wrong in Ownvoice.',
    next: 'Try again. If it stays, look at the terminal where Ownvoice runs.',
    remedy: 'retry',
  },
  interrupted: {
    title: 'The connection was interrupted.',
    next: 'Try again.',
    remedy: 'retry',
  },
};

export function failure(cause: Cause, details: { title?: string; next?: string; wait?: number } = {}): Failure {
  const { title, next, remedy } = TABLE[cause];
  return {
    cause,
    title: details.title ?? title,
    next: details.next ?? next,
    remedy,
    ...(details.wait === undefined ? {} : { wait: details.wait }),
  };
}

/** A failure on its way to the one who can show it. */
export class Failed extends Error {
  constructor(readonly failure: Failure) {
    super(`${failure.title} ${failure.next}`);
    this.name = 'Failed';
  }
}
