import type { EventData, FlagEventData, ReminderEventData, StatementEventData } from '../domain/event-data.ts';
import { type EventType, isPending, type MoveKind } from '../domain/vocabulary.ts';
import type { WindowView } from '../domain/windows.ts';
import { apposition, changesOf, count, dated, dayText, forWindow, isMoveOfOnePromise, landing, named, statusWord } from './phrases.ts';
import { plain } from './plain.ts';

export interface AlertItem {
  type: EventType;
  eventId: string;
  occurredAt: string;
  data: EventData;
}

/** The kinds of alerts in a digest, the most urgent first. */
export const GROUPS = ['launched', 'overdue', 'due', 'moved', 'changed', 'announced', 'approaching'] as const;
export type Group = (typeof GROUPS)[number];

/** What an alert says. */
export interface Told {
  group: Group;
  /** Stands alone in a list of mails. */
  subject: string;
  /** A whole sentence about what happened. */
  sentence: string;
  /** How the promise and the status changed. */
  changes: string[];
}

/** A predicate: what follows the name of the route in a subject, and the sentence that says the same. */
interface Said {
  group: Group;
  head: string;
  sentence: string;
  /** The subject has no room for the airline. */
  full?: true;
}

export function tell(item: AlertItem): Told {
  const { data } = item;
  const said = 'reason' in data ? tellStatement(item.type, data) : 'daysLeft' in data ? tellReminder(data) : tellFlag(item.type, data);
  const takenBack = 'reason' in data && data.reason === 'retraction';
  const suffix = !takenBack ? '' : `; ${data.status === 'retracted' ? 'its last' : 'a'} statement was taken back`;
  const airline = data.airline === null || said.full || takenBack ? '' : ` (${plain(data.airline.name, 60)})`;
  return {
    group: said.group,
    subject: plain(`${pairOf(data)}${said.head}${suffix}${airline}`, 180),
    sentence: 'reason' in data ? withCause(data, said.sentence) : said.sentence,
    changes: 'reason' in data ? changesOf(data) : [],
  };
}

/** `Almaty–Lahore`. */
export function pairOf(data: EventData): string {
  return `${plain(data.origin.name, 60)}–${plain(data.destination.name, 60)}`;
}

function whoOf(data: EventData): string {
  return data.airline === null ? pairOf(data) : `${pairOf(data)} (${plain(data.airline.name, 60)})`;
}

const CAUSES: Record<StatementEventData['reason'], string> = {
  statement: '',
  retraction: 'A statement was taken back: ',
  joined: 'Two entries of this route were joined: ',
  places: 'The list of places was corrected: ',
};

function withCause({ reason }: StatementEventData, sentence: string): string {
  return reason === 'statement' ? sentence : CAUSES[reason] + sentence.replace(/^The (?=(date|first flight) of )/, 'the ');
}

function tellStatement(type: EventType, data: StatementEventData): Said {
  if (type === 'route.launched') return tellLaunch(data);
  if (type === 'route.launch_moved' && isMoveOfOnePromise(data)) return tellMove(data);
  if (type === 'route.announced') return tellAnnouncement(data);
  return tellStatus(data, type === 'route.launch_moved' ? 'moved' : 'changed');
}

function tellAnnouncement(data: StatementEventData): Said {
  const who = whoOf(data);
  const status = statusWord(data.status);
  const head = data.launch === null ? ` ${status}, no date given` : ` ${status}${dated(data.launch)}`;
  return {
    group: 'announced',
    head,
    sentence: data.launch === null ? `${who} is ${status}; no date is given.` : `${who} is ${status}${dated(data.launch)}.`,
  };
}

const VERBS: Partial<Record<MoveKind, string>> = { slip: 'slips', pullIn: 'comes forward' };
const SHIFTS: Record<Exclude<MoveKind, 'slip' | 'pullIn'>, [head: string, sentence: string]> = {
  firmed: ['date firmed up', 'is firmer now'],
  loosened: ['date loosened', 'is vaguer now'],
  adjusted: ['date shifted', 'has shifted'],
  repeated: ['date repeated', 'was repeated'],
};

function tellMove(data: StatementEventData): Said {
  const { launch: now, launchBefore: before, move } = data;
  const [who, was] = [whoOf(data), before === null ? '' : `, was ${named(before)}`];
  const said = (head: string, sentence: string): Said => ({ group: 'moved', head, sentence });
  if (data.status === 'launched') {
    if (now === null) return said(`: date of the first flight withdrawn${was}`, `The date of the first flight of ${who} is withdrawn.`);
    return said(`: first flight now dated ${named(now)}${was}`, `The first flight of ${who} is now dated ${named(now)}.`);
  }
  if (now === null) {
    const promised = before === null ? '' : `; it was promised${forWindow(before)}`;
    if (data.status === 'postponed')
      return said(` postponed without a new date${was}`, `${who} is postponed without a new date${promised}.`);
    return said(`: date withdrawn${was}`, `The date of ${who} is withdrawn${promised}.`);
  }
  if (before === null || move === null) return said(` now has a date: ${named(now)}`, `${who} now has a date: ${named(now)}.`);
  // What is left when a statement is taken back did not slip: nobody has said anything new.
  if (data.reason !== 'statement') return said(` now promised${forWindow(now)}`, `${who} is now promised${forWindow(now)}.`);
  const verb = VERBS[move.kind];
  if (verb !== undefined) return said(` ${verb}${landing(now)}`, `${who} ${verb}${landing(now)}.`);
  const [head, sentence] = SHIFTS[move.kind as keyof typeof SHIFTS];
  return said(`: ${head} to ${named(now)}${was}`.replace(/ to (from|by) /, ', now $1 '), `The date of ${who} ${sentence}: ${named(now)}.`);
}

function tellStatus(data: StatementEventData, group: Group): Said {
  const { status, statusBefore, launch } = data;
  const who = whoOf(data);
  const said = (predicate: string, more = ''): Said => ({ group, head: ` ${predicate}${more}`, sentence: `${who} ${predicate}${more}.` });
  const promise = statusBefore === null || isPending(statusBefore) ? (launch ?? data.launchBefore) : null;
  const promised = promise === null ? '' : `; it was promised${forWindow(promise)}`;
  const flown = data.launchedOn === null ? '' : `; it first flew on ${dayText(data.launchedOn)}`;
  if (status === 'retracted') {
    return { ...said('is no longer claimed', promised), head: ' is no longer claimed' };
  }
  if (status === 'cancelled') return said('is cancelled', promised);
  if (status === 'suspended') return said('is suspended', flown || promised);
  if (status === 'ended') return said('is discontinued', flown || promised);
  const word = statusWord(status);
  if (statusBefore === 'launched') return said('no longer counts as launched:', ` ${word}${dated(launch)}`);
  if (statusBefore === 'suspended' || statusBefore === 'ended') return said('is to resume:', ` ${word}${dated(launch)}`);
  if (statusBefore === 'cancelled') return said('is back on:', ` ${word}${dated(launch)}`);
  return said(`is now ${word}`, launch === null ? ', no date given' : `, still${forWindow(launch)}`);
}

function tellLaunch(data: StatementEventData): Said {
  const { launchedOn, launch, launchBefore, statusBefore, slipDays } = data;
  const resumed = statusBefore === 'suspended' || statusBefore === 'ended';
  const verb = resumed ? 'is flying again' : 'has launched';
  // A statement without a date of its own leaves the promised window standing: that is no day of a flight.
  const when = launchedOn !== null ? dayText(launchedOn) : launch !== null && launch.edtf !== launchBefore?.edtf ? named(launch) : null;
  const late = launchedOn === null || resumed || slipDays === null ? null : lateness(slipDays);
  const clause = late === null ? '' : `, ${late}`;
  return {
    group: 'launched',
    head: ` ${verb}${when === null ? '' : ` (${when})`}${clause}`,
    sentence: `${whoOf(data)} ${verb}${resumed ? since(when) : firstFlight(when, launch, launchedOn)}${clause}.`,
    ...(when === null ? {} : { full: true }),
  };
}

function since(when: string | null): string {
  return when === null ? '; since when is not said' : `, since ${when}`;
}

function firstFlight(when: string | null, launch: WindowView | null, launchedOn: string | null): string {
  if (when === null) return '; the day of the first flight is not said';
  const joint = launchedOn !== null ? 'on' : launch?.precision === 'range' || launch?.precision === 'open' ? 'dated' : 'in';
  return `: first flight ${joint} ${when}`;
}

function lateness(slipDays: number): string {
  return slipDays > 0 ? `${count(slipDays, 'day')} after first promised` : 'no later than first promised';
}

function tellFlag(type: EventType, data: FlagEventData): Said {
  const { launch, localDate } = data;
  const who = whoOf(data);
  const label = launch === null ? '' : ` (${launch.label})`;
  const oneDay = launch?.precision === 'day';
  if (type === 'route.launch_overdue') {
    const closed = oneDay
      ? `${launch.label} has passed`
      : `its window${label} closed${localDate === null ? '' : ` on ${dayText(localDate)}`}`;
    return {
      group: 'overdue',
      head: `: overdue${label}, no first flight shown`,
      sentence: `${who} is overdue: ${closed}, and nobody has shown a first flight.`,
      full: true,
    };
  }
  if (oneDay) {
    return {
      group: 'due',
      head: `: due today${label}, no flight shown yet`,
      sentence: `${who} is due today, ${launch.label}; nobody has shown a flight yet.`,
      full: true,
    };
  }
  const opened = launch?.earliest == null || localDate === null ? 'is open' : `opened on ${dayText(localDate)}`;
  return {
    group: 'due',
    head: `: launch window open${label}, no flight shown yet`,
    sentence: `The launch window of ${who}${apposition(launch)} ${opened}; nobody has shown a flight yet.`,
    full: true,
  };
}

function tellReminder(data: ReminderEventData): Said {
  const { launch } = data;
  const who = whoOf(data);
  const soon = data.daysLeft === 1 ? 'tomorrow' : `in ${count(data.daysLeft, 'day')}`;
  const first = launch?.earliest == null ? '' : `, on ${dayText(launch.earliest)}`;
  if (launch === null || launch.precision === 'day') {
    return {
      group: 'approaching',
      head: `: due ${soon}${launch === null ? '' : ` (${launch.label})`}`,
      sentence: `${who} is due ${soon}${first}.`,
      full: true,
    };
  }
  return {
    group: 'approaching',
    head: `: launch window opens ${soon} (${launch.label})`,
    sentence: `The launch window of ${who}${apposition(launch)} opens ${soon}${first}.`,
    full: true,
  };
}
