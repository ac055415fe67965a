/** The words of the panel. */

import type { Edit, Mode, Verdict } from '../protocol/rewrite';

export const MODE_NAMES: Record<Mode, string> = {
  polish: 'Polish',
  check: 'Check only',
  clarify: 'Clarify',
  concise: 'Concise',
  'own-voice': 'Own voice',
};

export const VERDICT_NAMES: Record<Verdict, string> = {
  polish: 'Polish',
  distortion: 'Changes your voice',
  meaning: 'Changes the meaning',
  unsure: 'Unsure',
};

/** By axis: what one sounds like with less and with more of it. */
const AXES: Record<string, readonly [string, string]> = {
  stance_polarity: ['more neutral', 'more opinionated'],
  confidence: ['less confident', 'more confident'],
  knowledge: ['less knowledgeable', 'more knowledgeable'],
  importance: ['less concerned', 'more concerned'],
  friendliness: ['less friendly', 'friendlier'],
  optimism: ['less optimistic', 'more optimistic'],
  community: ['less community-minded', 'more community-minded'],
  openness: ['less open', 'more open'],
  relevance: ['less relevant', 'more relevant'],
  clarity: ['less clear', 'clearer'],
  formality: ['less formal', 'more formal'],
  informativeness: ['less informative', 'more informative'],
  originality: ['less original', 'more original'],
  hope: ['less hopeful', 'more hopeful'],
  excitement: ['less excited', 'more excited'],
  fear: ['less fearful', 'more fearful'],
  disgust: ['less disgusted', 'more disgusted'],
  anger: ['less angry', 'angrier'],
  valence: ['less positive', 'more positive'],
  arousal: ['calmer', 'more stirred'],
  age: ['younger', 'older'],
  native_english: ['less like a native speaker', 'more like a native speaker'],
  expert_english: ['less expert in English', 'more expert in English'],
  degree: ['less like a graduate', 'more like a graduate'],
  high_income: ['less well-off', 'better-off'],
};
/** Axes measured as a probability, 0 to 1; the others run from 0 to 100. */
const PROBABILITIES = new Set(['native_english', 'expert_english', 'degree', 'high_income']);

/** How far readers' impression moved on the axis, on a scale of 100. Null for axes readers did not rate. */
export function points(axis: string, shift: number): number | null {
  if (!Object.hasOwn(AXES, axis)) return null;
  return PROBABILITIES.has(axis) ? shift * 100 : shift;
}

export function axisWords(axis: string, shift: number): string {
  const [less, more] = AXES[axis] ?? [`less ${axis}`, `more ${axis}`];
  return shift < 0 ? less : more;
}

/** Words for a drift score, which runs from 0 to 1. */
export function driftWords(score: number): string {
  if (score < 0.05) return 'still you';
  if (score < 0.2) return 'close to you';
  if (score < 0.5) return 'moved';
  return 'moved far';
}

export function heldWords({ heldBy, verdict }: Edit): string {
  if (heldBy === 'preference') return 'You turned this down before';
  if (heldBy?.startsWith('guard:')) return `Kept safe: ${heldBy.slice(6).replaceAll(/[-_]/g, ' ')}`;
  if (heldBy?.startsWith('charter:')) return `Outside of the charter “${heldBy.slice(8)}”`;
  return VERDICT_NAMES[verdict];
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Makes white space that was put in or taken out visible. */
export function visible(words: string): string {
  if (words.trim()) return words.replaceAll('\n', '↵\n');
  return words.replaceAll(' ', '␣').replaceAll('\n', '↵').replaceAll('\t', '⇥');
}

/** How to take it back with the browser's own undo. */
export function undoHint(): string {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘Z undoes it.' : 'Ctrl+Z undoes it.';
}
