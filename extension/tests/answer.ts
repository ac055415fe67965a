/** A server's answer as the contract has it, for a text in which each given word stands once. */
export function answerOf(original: string, edits: [before: string, after: string, more: object][]) {
  const drift = (score: number) => ({ score, interval: [0, score + 0.1], unwelcome: 0, axes: {} as Record<string, never> });
  return {
    id: 'rewrite-1',
    original,
    proposal: original,
    result: original,
    edits: edits.map(([before, after, more], order) => {
      const start = Array.from(original.slice(0, original.indexOf(before))).length;
      return {
        id: `e${order}`,
        start,
        end: start + Array.from(before).length,
        before,
        after,
        type: 'R:VERB',
        origin: 'model',
        verdict: 'polish',
        p: { polish: 1, distortion: 0, meaning: 0 },
        welcome: 1,
        shifts: {},
        reason: 'The verb has another past tense.',
        applied: true,
        held_by: null as string | null,
        show: { order, default: 'on' },
        ...more,
      };
    }),
    drift: { proposal: drift(0.2), result: drift(0.1) },
    model: { name: 'm', adapters: [], device: 'cpu' },
    mode: 'polish',
    language: 'en',
    timing_ms: { total: 1 },
  };
}
