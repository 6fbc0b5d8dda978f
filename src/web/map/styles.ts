import type { MapLine } from './lines.ts';

/** How a line is drawn: its look, and whether its day is known. */
export type Style = 'overdue' | 'due' | 'planned' | 'vague' | 'flown' | 'gone';

export function styleOf({ look, vague }: Pick<MapLine, 'look' | 'vague'>): Style {
  return look === 'planned' && vague ? 'vague' : look;
}

/** The nearest first, in words for the legend; they are drawn the other way round, the nearest on top. */
export const STYLES: readonly { style: Style; words: string; ends: Exclude<Style, 'vague'> }[] = [
  { style: 'due', words: 'Due', ends: 'due' },
  { style: 'planned', words: 'Planned for a certain day', ends: 'planned' },
  { style: 'vague', words: 'Planned, day not known', ends: 'planned' },
  { style: 'overdue', words: 'Overdue', ends: 'overdue' },
  { style: 'flown', words: 'Flown', ends: 'flown' },
  { style: 'gone', words: 'Gone: stopped, cancelled or withdrawn', ends: 'gone' },
];
