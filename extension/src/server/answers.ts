/** Reads the server's JSON: checks what is used and turns offsets into the browser's. */

import { Failed, failure } from '../protocol/failures';
import {
  type Decision,
  type Drift,
  type Edit,
  type Health,
  type Progress,
  type Rewrite,
  type Verdict,
  VERDICTS,
} from '../protocol/rewrite';
import { CodePoints } from './offsets';

type Json = Record<string, unknown>;

function strange(): Failed {
  return new Failed(failure('version', { title: 'Ownvoice answered in a way that this extension does not understand.' }));
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw strange();
  return value as Json;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw strange();
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw strange();
  return value;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw strange();
  return value;
}

const nameOrNull = (value: unknown) => (typeof value === 'string' && value ? value : null);

export function readHealth(json: unknown): Health {
  const { status, version, api, model, device } = object(json);
  const name = typeof model === 'object' && model !== null ? (model as Json).name : model;
  return {
    trouble: status === 'ok' ? null : status === 'model_missing' ? 'model-missing' : 'failed',
    version: text(version),
    api: number(api),
    model: nameOrNull(name),
    device: nameOrNull(device),
  };
}

/** Reads a rewrite of `original`. */
export function readRewrite(json: unknown, original: string): Rewrite {
  const answer = object(json);
  if (answer.original !== original) throw strange();
  const points = new CodePoints(original);
  const drift = object(answer.drift);
  return {
    id: text(answer.id),
    original,
    edits: list(answer.edits).map((edit, index) => readEdit(object(edit), index, original, points)),
    drift: { proposal: readDrift(object(drift.proposal)), result: readDrift(object(drift.result)) },
    mode: text(answer.mode),
    notes: Array.isArray(answer.notes) ? answer.notes.filter((note) => typeof note === 'string') : [],
  };
}

function readEdit(json: Json, index: number, original: string, points: CodePoints): Edit {
  const start = units(points, json.start);
  const end = units(points, json.end);
  const before = text(json.before);
  if (original.slice(start, end) !== before) throw strange();
  const verdict = VERDICTS.find((name) => name === json.verdict) ?? ('unsure' satisfies Verdict);
  const applied = json.applied === true;
  const show = (json.show ?? {}) as Json;
  return {
    id: text(json.id),
    start,
    end,
    before,
    after: text(json.after),
    verdict,
    reason: typeof json.reason === 'string' ? json.reason : '',
    applied,
    heldBy: nameOrNull(json.held_by),
    show: {
      order: typeof show.order === 'number' ? show.order : index,
      default: show.default === 'on' || show.default === 'off' ? show.default : applied ? 'on' : 'off',
    },
  };
}

function units(points: CodePoints, value: unknown): number {
  try {
    return points.toUnits(number(value));
  } catch {
    throw strange();
  }
}

function readDrift(json: Json): Drift {
  const [low, high] = list(json.interval);
  return {
    score: number(json.score),
    interval: [number(low), number(high)],
    axes: Object.entries(object(json.axes)).flatMap(([name, value]) => {
      // An axis for which the text is too short has no shift: not measured, not zero.
      const { shift } = object(value);
      return typeof shift === 'number' ? [{ name, shift }] : [];
    }),
  };
}

export function readProgress(json: unknown): Progress {
  const { index, total } = object(json);
  return { done: number(index) + 1, total: number(total) };
}

export function writeDecision({ id, rewriteId, editId, action, shown }: Decision): Json {
  return { id, rewrite_id: rewriteId, edit_id: editId, action, shown };
}
