import type { LocalDate } from '../domain/dates.ts';
import { assemble } from './assembly/assembly.ts';
import type { Rough } from './assembly/rough.ts';
import type { EvidenceField, ExtractedDraft, Span } from './draft.ts';
import type { Lexicon } from './lexicon.ts';
import { makeLookup } from './names/lookup.ts';
import { findNames, type Mention } from './names/names.ts';
import { taughtOf } from './names/taught.ts';
import { type Sentence, splitSentences } from './sentences.ts';
import { type Speaker, speakerOf } from './speakers.ts';
import { type Found, type Statement, statementOf } from './statements.ts';
import { readTimes } from './times/times.ts';
import { type Token, tokenise } from './tokens.ts';

/** Reads texts with the names of one lexicon: made once, used for many. Deterministic, without a clock and without a network. */
export interface Reader {
  /** The announcements that a text of that day seems to hold, in the order of the text. */
  read: (text: string, publishedOn: LocalDate) => ExtractedDraft[];
}

export function makeReader(lexicon: Lexicon): Reader {
  const lookup = makeLookup(lexicon);
  const dropped = taughtOf(
    'pattern',
    lexicon.corrections.filter(({ kind }) => kind === 'drop').map(({ words }) => ({ words, value: true })),
  );
  const isDropped = (tokens: readonly Token[], { from, to }: Sentence): boolean => {
    for (let at = from; at < to; at++) if (dropped.longestAt(tokens, at, to)) return true;
    return false;
  };
  return {
    read: (text, publishedOn) => {
      const tokens = tokenise(text);
      const mentions = findNames(tokens, lookup, publishedOn);
      const found: Found = {
        tokens,
        mentions,
        ...readTimes(text, publishedOn),
        publishedOn,
      };
      const sentences = splitSentences(text, tokens).filter((sentence) => !isDropped(tokens, sentence));
      const roughs = assemble(statementsOf(found, sentences), {
        tokens,
        publishedOn,
        placeByCode: lookup.placeByCode,
        named: countPlaces(mentions),
      });
      // One sentence may hold many drafts, and has one speaker.
      const speakers = new Map<Sentence, Speaker | null>();
      const speaks = (sentence: Sentence): Speaker | null => {
        const known = speakers.get(sentence);
        if (known !== undefined) return known;
        const speaker = speakerOf(tokens, sentence, mentions);
        speakers.set(sentence, speaker);
        return speaker;
      };
      return roughs.map((rough) => finish(rough, text, tokens, speaks(rough.sentence)));
    },
  };
}

/** One after the other, so that none is kept longer than it is read. */
function* statementsOf(found: Found, sentences: readonly Sentence[]): Iterable<Statement> {
  for (const sentence of sentences) yield statementOf(found, sentence);
}

function countPlaces(mentions: readonly Mention[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { place } of mentions) if (place) counts.set(place.code, (counts.get(place.code) ?? 0) + 1);
  return counts;
}

function finish(rough: Rough, text: string, tokens: readonly Token[], told: Speaker | null): ExtractedDraft {
  const evidence: Partial<Record<EvidenceField, readonly Span[]>> = {};
  const mark = (field: EvidenceField, span: Span | null | undefined): void => {
    if (span) evidence[field] = [{ start: span.start, end: span.end }];
  };
  const tokenSpan = (part: { from: number; to: number } | null): Span | null =>
    part && { start: (tokens[part.from] as Token).start, end: (tokens[part.to - 1] as Token).end };
  const speaker = tokenSpan(told);
  mark('origin', rough.originMention);
  mark('destination', rough.destinationMention);
  mark('airline', rough.airline);
  mark('status', tokenSpan(rough.choice.event));
  mark('effective', rough.time?.time);
  mark('weeklyFrequency', rough.weekly);
  mark('speaker', speaker);
  return {
    origin: rough.origin.code,
    destination: rough.destination.code,
    airline: rough.airline?.airline?.id ?? null,
    status: rough.status,
    effective: rough.time?.time.window ?? null,
    wording: rough.time ? text.slice(rough.time.time.start, rough.time.time.end) : null,
    weeklyFrequency: rough.weekly?.weekly ?? null,
    speaker: speaker ? text.slice(speaker.start, speaker.end) : null,
    confidence: confidenceOf(rough),
    evidence,
    alternatives: {
      origin: rough.originMention?.alternatives ?? [],
      destination: rough.destinationMention?.alternatives ?? [],
      airline: rough.airline?.alternatives ?? [],
    },
  };
}

/** What was told outright counts; what was concluded takes away. */
function confidenceOf(rough: Rough): number {
  let sure = 0.95;
  if (!rough.originMention || !rough.destinationMention) sure -= 0.25;
  if (!rough.airline) sure -= 0.1;
  if (!rough.time) sure -= 0.1;
  if (rough.choice.event === null || rough.choice.event.weak) sure -= 0.15;
  if ((rough.originMention?.alternatives.length ?? 0) > 0 && !rough.originMention?.coded) sure -= 0.05;
  if ((rough.destinationMention?.alternatives.length ?? 0) > 0 && !rough.destinationMention?.coded) sure -= 0.05;
  return Math.round(Math.max(0.1, sure) * 100) / 100;
}
