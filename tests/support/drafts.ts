import type { EvidenceField, ExtractedDraft, Span } from '../../src/extract/draft.ts';

/** A draft of SCAT's Almaty–Lahore; whatever is given differs. */
export function extracted(given: Partial<ExtractedDraft> = {}): ExtractedDraft {
  return {
    origin: 'ALA',
    destination: 'LHE',
    airline: 'scat-airlines',
    status: 'announced',
    effective: null,
    wording: null,
    weeklyFrequency: null,
    speaker: null,
    confidence: 0.9,
    evidence: {},
    alternatives: { origin: [], destination: [], airline: [] },
    ...given,
  };
}

/** Where words stand in a text. */
function spanOf(text: string, words: string): Span {
  const start = text.indexOf(words);
  if (start === -1) throw new Error(`"${words}" is not in the text`);
  return { start, end: start + words.length };
}

export function evidenceOf(text: string, words: Partial<Record<EvidenceField, string>>): ExtractedDraft['evidence'] {
  return Object.fromEntries(Object.entries(words).map(([field, said]) => [field, [spanOf(text, said)]]));
}
