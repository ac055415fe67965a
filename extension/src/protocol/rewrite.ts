/** What the server answers, as the extension uses it. Offsets are UTF-16 code units. */

export const VERDICTS = ['polish', 'distortion', 'meaning', 'unsure'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const MODES = ['polish', 'check', 'clarify', 'concise', 'own-voice'] as const;
export type Mode = (typeof MODES)[number];

export interface Edit {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly applied: boolean;
  readonly heldBy: string | null;
  /** How it is to be shown: in this order, selected or not. */
  readonly show: { readonly order: number; readonly default: 'on' | 'off' };
}

export interface AxisShift {
  readonly name: string;
  readonly shift: number;
}

export interface Drift {
  readonly score: number;
  readonly interval: readonly [number, number];
  /** The axes that could be measured. */
  readonly axes: readonly AxisShift[];
}

export interface Rewrite {
  readonly id: string;
  readonly original: string;
  readonly edits: readonly Edit[];
  readonly drift: { readonly proposal: Drift; readonly result: Drift };
  readonly mode: string;
  readonly notes: readonly string[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export type Action = 'accept' | 'reject' | 'undo' | 'dismiss';

/** The writer's answer on one edit. Sending it twice is the same as sending it once. */
export interface Decision {
  readonly id: string;
  readonly rewriteId: string;
  readonly editId: string;
  readonly action: Action;
  readonly shown: { readonly order: number; readonly default: 'on' | 'off'; readonly framing: string };
}

export interface Health {
  /** What keeps it from rewriting, if anything. */
  readonly trouble: 'model-missing' | 'failed' | null;
  readonly version: string;
  readonly api: number;
  readonly model: string | null;
  readonly device: string | null;
}
