import { daysBetween, type LocalDate } from '../../domain/dates.ts';
import { labelOf, sameWindow, type Window } from '../../domain/windows.ts';
import { count } from '../../words/phrases.ts';
import type { History } from './history.ts';

export type Size = 'wide' | 'narrow';

/** The chart's edges, and where a date stands on either axis. */
export interface Frame {
  width: number;
  height: number;
  plot: { left: number; top: number; right: number; bottom: number };
  first: LocalDate;
  last: LocalDate;
  lowest: LocalDate;
  highest: LocalDate;
  x: (date: LocalDate) => number;
  y: (date: LocalDate) => number;
}

export interface Note {
  /** The level it speaks of. */
  y: number;
  /** Where its text stands, moved out of the way of others. */
  textY: number;
  from: number;
  title: string;
  text: string;
  /** In place of title and text where there is little room. */
  short: string;
  look: 'planned' | 'flown' | 'overdue';
}

/** The promises that count and what became of them. */
export function notesOf(
  { belief, dateFrom, chapters, flag, today }: History,
  { x, y, plot, last }: Frame,
  flownOn: LocalDate | null,
  slip: string | null,
): Note[] {
  const { firstPromise, lastPromise } = belief;
  const level = (window: Window) => (window.latest === null ? plot.top : y(window.latest));
  const saidOn = (window: Window) =>
    x(chapters.find(({ statement }) => sameWindow(statement.window, window))?.statement.publishedOn ?? chapters[0]!.statement.publishedOn);
  const note = (window: Window, title: string, look: Note['look']): Note => ({
    y: level(window),
    textY: level(window),
    from: saidOn(window),
    title,
    text: labelOf(window),
    short: labelOf(window),
    look,
  });
  const notes: Note[] = [];
  if (flag === 'overdue') {
    const since = belief.launch!.latest!;
    const text = `${count(daysBetween(since, today), 'day')}, never seen to fly`;
    notes.push({
      y: y(last),
      textY: y(last),
      from: x(last),
      title: 'Overdue',
      text,
      short: `overdue for ${count(daysBetween(since, today), 'day')}`,
      look: 'overdue',
    });
  }
  const isOne = sameWindow(firstPromise, lastPromise);
  if (firstPromise !== null) notes.push(note(firstPromise, isOne ? 'Promised' : 'First promise', 'planned'));
  const kept = lastPromise !== null && flownOn !== null && lastPromise.latest === flownOn && lastPromise.earliest === flownOn;
  if (lastPromise !== null && !isOne && !kept) notes.push(note(lastPromise, 'Last promise', 'planned'));
  if (flownOn !== null && dateFrom !== undefined) {
    const text = `${labelOf(belief.launch!)}${slip === null ? '' : `, ${slip}`}`;
    notes.push({
      y: y(flownOn),
      textY: y(flownOn),
      from: x(flownOn),
      title: kept && !isOne ? 'First flight, as last promised' : 'First flight',
      text,
      short: labelOf(belief.launch!),
      look: 'flown',
    });
  }
  return notes;
}

const NOTE_HEIGHT = { wide: 36, narrow: 30 } as const;

/** Moves notes apart: the later date stays above. */
export function spread(notes: Note[], size: Size): Note[] {
  const sorted = notes.toSorted((a, b) => a.y - b.y);
  for (const [index, note] of sorted.entries()) {
    const above = sorted[index - 1];
    note.textY = Math.max(note.y, above === undefined ? 12 : above.textY + NOTE_HEIGHT[size]);
  }
  return sorted;
}
