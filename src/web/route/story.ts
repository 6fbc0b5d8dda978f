import type { Statement } from '../../domain/belief.ts';
import { addDays, type LocalDate } from '../../domain/dates.ts';
import { isPending } from '../../domain/vocabulary.ts';
import { describeWindow, precisionOf, type Window } from '../../domain/windows.ts';
import { count, dayText, forWindow, named, statusWord } from '../../words/phrases.ts';
import { plain } from '../../words/plain.ts';
import type { History } from './history.ts';

/** A statement with the one who made it. */
export interface Said extends Statement {
  speaker: string | null;
  source: string | null;
}

/** A route's state in one or two sentences, for people who see nothing else of the page. */
export function storyOf(history: History<Said>, airline: string | null): string {
  const { belief } = history;
  switch (belief.status) {
    case 'retracted':
      return 'Every statement about it was taken back.';
    case 'launched':
      return launched(history, airline);
    case 'suspended':
    case 'ended':
    case 'cancelled':
      return stopped(history);
    default:
      return isPending(belief.status) ? promised(history) : '';
  }
}

function launched(history: History<Said>, airline: string | null): string {
  const { belief, dateFrom } = history;
  const who = airline ?? 'An airline that was not named';
  // A statement without a date leaves the promised window standing: that is no day of a flight.
  const flown = dateFrom?.status === 'launched' ? belief.launch : null;
  if (flown === null) {
    const promise = belief.firstPromise === null ? '' : ` It was first promised${forWindow(view(belief.firstPromise))}.`;
    return `${who} flies it; the day of the first flight is not said.${promise}`;
  }
  return `${who} flew it first ${when(flown)}${lateness(history)}.${slips(history)}`;
}

function when(flown: Window): string {
  const text = named(view(flown));
  if (precisionOf(flown) === 'day') return `on ${text}`;
  return ['open', 'range'].includes(precisionOf(flown)) ? `(${text})` : `in ${text}`;
}

function lateness({ belief: { firstPromise, slipDays } }: History<Said>): string {
  if (firstPromise === null) return '; no date had been promised before';
  const label = named(view(firstPromise));
  if (slipDays === null) return `; it was first promised${forWindow(view(firstPromise))}`;
  return slipDays > 0 ? `, ${count(slipDays, 'day')} after first promised (${label})` : `, no later than first promised (${label})`;
}

function slips({ belief: { slipCount } }: History<Said>): string {
  return slipCount === 0 ? '' : ` The promise slipped ${times(slipCount)}.`;
}

function times(n: number): string {
  return n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`;
}

function stopped({ belief, statusFrom, chapters }: History<Said>): string {
  const { status, stopped: window, launchedOn, launch } = belief;
  const word = statusWord(status);
  const from = window === null ? '' : precisionOf(window) === 'open' ? ` ${named(view(window))}` : ` from ${named(view(window))}`;
  const said = statusFrom === undefined ? '' : `, as said ${saidBy(statusFrom)}`;
  const flew = chapters.some((chapter) => chapter.belief.status === 'launched');
  const before =
    launchedOn !== null
      ? `It first flew on ${dayText(launchedOn)}.`
      : flew
        ? 'It had flown; the day of its first flight is not said.'
        : `No first flight was recorded here${launch === null ? '' : `; it was promised${forWindow(view(launch))}`}.`;
  return `${word[0]!.toUpperCase()}${word.slice(1)}${from}${said}. ${before}`;
}

function promised(history: History<Said>): string {
  const { belief, flag, dateFrom, statusFrom, today } = history;
  const { launch, status } = belief;
  if (launch === null) {
    const withdrawn =
      belief.lastPromise === null ? 'no date was ever given' : `the last date, ${named(view(belief.lastPromise))}, was taken back`;
    const last = statusFrom === undefined ? '' : ` ${saidBy(statusFrom)}`;
    return `Never seen to fly: ${statusWord(status)}${last}; ${withdrawn}.`;
  }
  const promise = `promised${forWindow(view(launch))}${dateFrom === undefined ? '' : ` ${saidBy(dateFrom)}`}`;
  if (flag === 'overdue') return `Never seen to fly: ${promise}; overdue since ${dayText(addDays(launch.latest!, 1))}.${moved(history)}`;
  if (flag === 'due') return `Due now, not yet seen to fly: ${promise}.${opened(launch, today)}${moved(history)}`;
  return `Not due yet: ${promise}.${moved(history)}`;
}

function opened({ earliest, latest }: Window, today: LocalDate): string {
  if (earliest === latest) return ' The promised day is today.';
  const since = earliest === null ? 'has always been open' : earliest === today ? 'opened today' : `opened on ${dayText(earliest)}`;
  return ` Its window ${since}${latest === null ? '' : ` and closes on ${dayText(latest)}`}.`;
}

function moved({ belief: { firstPromise, lastPromise, slipCount, slipDays } }: History<Said>): string {
  if (firstPromise === null || lastPromise === null || slipCount === 0) return '';
  const days = slipDays !== null && slipDays > 0 ? `, ${count(slipDays, 'day')} in all` : '';
  return ` First promised${forWindow(view(firstPromise))}, it has slipped ${times(slipCount)}${days}.`;
}

/** `on 30 March 2023 by Yerzhan Kistafin`. */
function saidBy({ publishedOn, speaker, source }: Said): string {
  const who = speaker !== null ? ` by ${plain(speaker)}` : source !== null ? ` in ${plain(source)}` : '';
  return `on ${dayText(publishedOn)}${who}`;
}

function view(window: Window) {
  return describeWindow(window, null);
}
