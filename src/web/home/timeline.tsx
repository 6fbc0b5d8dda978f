import type { ComponentChildren } from 'preact';
import { labelOf } from '../../domain/windows.ts';
import type { Reference } from '../../store/reference.ts';
import type { RouteRow } from '../../store/tables.ts';
import { count, statusWord } from '../../words/phrases.ts';
import { links } from '../links.ts';
import { launchWindow, pairName } from '../parts/names.tsx';
import { type Look, lookOf } from '../parts/tags.tsx';
import { type Axis, type Bar, type Launch, MARK, type Timeline, tenth, WIDTH, WORDS } from './timeline-layout.ts';

const HEAD = 40;
const FOOT = 22;
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const LANE = { worded: 20, dense: 11 } as const;

export function launchesOf(rows: readonly RouteRow[]): Launch[] {
  return rows.map((row) => ({ id: row.id, start: row.launch_start, end: row.launch_end, look: lookOf(row) }));
}

/** Each window as a bar that leads to its route. */
export function TimelineSvg({ reference, rows, timeline }: { reference: Reference; rows: readonly RouteRow[]; timeline: Timeline }) {
  const { axis, bars, lanes, isWorded } = timeline;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lane = isWorded ? LANE.worded : LANE.dense;
  const height = Math.max(3, lanes) * lane + 8;
  const label = `Timeline of launch windows: ${count(bars.length, 'window')} drawn. The table below has the same routes and is easier to read aloud and by keyboard.`;
  return (
    <Sheet axis={axis} height={height} margin={isWorded ? WORDS + 10 : 0} label={label} earlier={timeline.earlier} later={timeline.later}>
      {bars.map((bar) => {
        const row = byId.get(bar.id)!;
        const y = HEAD + 6 + bar.lane * lane + (lane - MARK) / 2;
        return (
          <a key={bar.id} href={links.pair(row.origin, row.destination)} tabIndex={-1} class={`bar ${bar.look}`} data-pair={pairOf(row)}>
            <title>{titleOf(reference, row)}</title>
            <rect class="reach" x={tenth(bar.x - 2)} y={y - 2} width={tenth(bar.width + 4 + (isWorded ? WORDS : 0))} height={MARK + 4} />
            {bar.isDay ? <DayMark look={bar.look} x={bar.x + bar.width / 2} y={y + MARK / 2} /> : <Band bar={bar} y={y} />}
            {isWorded && (
              <text class="code" x={tenth(bar.x + bar.width + 4)} y={y + MARK / 2 + 4}>
                {row.origin}–{row.destination}
              </text>
            )}
          </a>
        );
      })}
    </Sheet>
  );
}

export function pairOf({ origin, destination }: Pick<RouteRow, 'origin' | 'destination'>): string {
  return `${origin}-${destination}`;
}

function titleOf(reference: Reference, row: RouteRow): string {
  const airline = row.airline === null ? undefined : reference.airline(row.airline)?.name;
  const window = launchWindow(row);
  const flag = row.flag === 'none' ? '' : `, ${row.flag}`;
  const parts = [pairName(reference, row), airline, window === null ? undefined : labelOf(window), `${statusWord(row.status)}${flag}`];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** The axis of months, the seasons' limits and the line for today, around what is drawn. */
export function Sheet(props: {
  axis: Axis;
  height: number;
  /** Room at the right for the words beside the last bars. */
  margin?: number;
  label: string;
  earlier: number;
  later: number;
  children: ComponentChildren;
}) {
  const { axis, height, margin = 0, label, earlier, later, children } = props;
  const bottom = HEAD + height;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be scrolled by keyboard too
    <section class="scroll timeline-scroll" aria-label="Timeline" tabIndex={0}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
      <svg
        class="timeline"
        viewBox={`0 0 ${WIDTH + margin} ${bottom + FOOT}`}
        role="group"
        aria-label={label}
        preserveAspectRatio="xMinYMin meet"
      >
        <Patterns />
        {axis.months.map(({ month, x, width }, index) => (
          <g key={month} class="month">
            <path d={`M${x} ${HEAD - 14}V${bottom}`} />
            <text x={x + 4} y={HEAD - 3}>
              {monthText(month, index === 0, width)}
            </text>
          </g>
        ))}
        <path class="ground" d={`M0 ${HEAD}H${WIDTH}`} />
        {axis.seasons.map(({ x, code }) => (
          <g key={code} class="season">
            <path d={`M${x} ${HEAD}V${bottom + 6}`} />
            <text x={x + 4} y={bottom + 16}>
              {code} begins
            </text>
          </g>
        ))}
        <g class="today">
          <path d={`M${axis.today} 16V${bottom}`} />
          <text x={axis.today} y={12} text-anchor="middle">
            today
          </text>
        </g>
        {earlier > 0 && (
          <text class="beyond" x={0} y={12}>
            {`← ${earlier.toLocaleString('en-GB')} earlier`}
          </text>
        )}
        {later > 0 && (
          <text class="beyond" x={WIDTH + margin} y={12} text-anchor="end">
            {`${later.toLocaleString('en-GB')} later →`}
          </text>
        )}
        {children}
      </svg>
    </section>
  );
}

export const SHEET_HEAD = HEAD;

function monthText(month: string, isFirst: boolean, width: number): string {
  const name = MONTH_NAMES[Number(month.slice(5)) - 1]!;
  return (isFirst || name === 'Jan') && width > 55 ? `${name} ${month.slice(0, 4)}` : name;
}

function Patterns() {
  return (
    <defs>
      <pattern id="hatch-overdue" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="wash-overdue" width="5" height="5" />
        <rect class="ink-overdue" width="2" height="5" />
      </pattern>
    </defs>
  );
}

/** The marks of `.tag`, for a day. */
function DayMark({ look, x, y }: { look: Look; x: number; y: number }) {
  const r = MARK / 2;
  switch (look) {
    case 'overdue':
      return <path class="solid" d={`M${x} ${y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z`} />;
    case 'due':
      return (
        <>
          <circle class="outline" cx={x} cy={y} r={r} />
          <path class="solid" d={`M${x} ${y - r}a${r} ${r} 0 0 0 0 ${2 * r}z`} />
        </>
      );
    case 'flown':
      return <circle class="solid" cx={x} cy={y} r={r} />;
    case 'gone':
      return <path class="outline" d={`M${x - r} ${y}h${2 * r}`} />;
    default:
      return <rect class="solid" x={x - 2.5} y={y - r} width={5} height={MARK} />;
  }
}

/** A window of several days: its outline, filled by what it is; arrows where it is open. */
function Band({ bar, y }: { bar: Bar; y: number }) {
  const { x, width, look } = bar;
  const tip = Math.min(MARK / 2, width / 2);
  const left = bar.openStart ? `M${x + tip} ${y}L${x} ${y + MARK / 2}L${x + tip} ${y + MARK}` : `M${x} ${y}V${y + MARK}`;
  const right = bar.openEnd
    ? `H${tenth(x + width - tip)}L${tenth(x + width)} ${y + MARK / 2}L${tenth(x + width - tip)} ${y}`
    : `H${tenth(x + width)}V${y}`;
  if (look === 'gone') return <path class="outline" d={`M${x} ${y + MARK / 2}h${width}`} />;
  return (
    <>
      <path class={look === 'overdue' ? 'hatched' : 'washed'} d={`${left}${right}z`} />
      {look === 'due' && <rect class="solid" x={x + (bar.openStart ? tip : 0)} y={y} width={tenth(width / 2)} height={MARK} />}
    </>
  );
}
