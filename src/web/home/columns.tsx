import { labelOf, parseWindow } from '../../domain/windows.ts';
import { links } from '../links.ts';
import type { Look } from '../parts/tags.tsx';
import type { Column, Columns } from './month-columns.ts';
import type { HomeQuery } from './selection.ts';
import { SHEET_HEAD, Sheet } from './timeline.tsx';
import { tenth } from './timeline-layout.ts';

const HEIGHT = 190;
/** Below the number that stands on a column. */
const ROOM = 22;

/** A column for each month with the routes that could start in it, by what they are; each leads to those routes. */
export function ColumnsSvg({ columns: { axis, columns, most, earlier, later }, query }: { columns: Columns; query: HomeQuery }) {
  const label = 'Launch windows by month: each column counts the routes whose window reaches into the month, and leads to them.';
  return (
    <Sheet axis={axis} height={HEIGHT} label={label} earlier={earlier} later={later}>
      {columns
        .filter((column) => column.total > 0)
        .map((column) => (
          <MonthColumn key={column.month} column={column} most={most} query={query} />
        ))}
    </Sheet>
  );
}

function MonthColumn({ column, most, query }: { column: Column; most: number; query: HomeQuery }) {
  const { month, total, looks } = column;
  const base = SHEET_HEAD + HEIGHT;
  const parsed = parseWindow(month);
  const name = parsed.ok ? labelOf(parsed.window) : month;
  const words = `${total.toLocaleString('en-GB')} in ${name}: ${looks.map(({ look, routes }) => `${routes.toLocaleString('en-GB')} ${LOOK_WORDS[look]}`).join(', ')}`;
  const { page: _page, ...rest } = query;
  const x = column.x + 8;
  const width = column.width - 16;
  let top = base;
  return (
    <a class="column" href={links.home({ ...rest, from: month, to: month })} aria-label={words}>
      <title>{words}</title>
      <rect class="reach" x={column.x} y={SHEET_HEAD} width={column.width} height={HEIGHT} />
      {looks.map(({ look, routes }) => {
        const height = Math.max(2, ((HEIGHT - ROOM) * routes) / most);
        top -= height;
        return (
          <g key={look} class={`bar ${look}`}>
            <rect class={FILLS[look]} x={x} y={tenth(top)} width={tenth(width)} height={tenth(height)} />
            {look === 'due' && <rect class="solid" x={x} y={tenth(top)} width={tenth(width / 2)} height={tenth(height)} />}
          </g>
        );
      })}
      <text x={tenth(column.x + column.width / 2)} y={tenth(top - 5)} text-anchor="middle">
        {total.toLocaleString('en-GB')}
      </text>
    </a>
  );
}

export const LOOK_WORDS: Record<Look, string> = {
  planned: 'planned',
  due: 'due',
  overdue: 'overdue',
  flown: 'launched',
  gone: 'given up or stopped',
};
const FILLS: Record<Look, string> = { planned: 'washed', due: 'washed', overdue: 'hatched', flown: 'solid', gone: 'outline' };
