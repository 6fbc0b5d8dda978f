import { count, moveLine, statusWord } from '../../words/phrases.ts';
import { links } from '../links.ts';
import { Day, SourceLink } from '../parts/names.tsx';
import { lookOfStatus } from '../parts/tags.tsx';
import type { Entry, Service } from './load.ts';

/** Every statement in the order in which it was said: moves read from the older date to the newer, as the chart does. */
export function Ledger({ service, id }: { service: Service; id: string }) {
  return (
    <ol class="ledger" id={id} aria-label={`What was said of it: ${count(service.entries.length, 'statement')}, the oldest first`}>
      {service.entries.map((entry) => (
        <Statement key={entry.id} entry={entry} service={service} />
      ))}
    </ol>
  );
}

function Statement({ entry, service }: { entry: Entry; service: Service }) {
  const { retraction, status, speaker, source, wording, note, publishedOn } = entry;
  const believed = believedOf(entry, service);
  const words = (
    <>
      <p class="said">
        <span class={`tag ${lookOfStatus(status)}`}>{statusWord(status)}</span>{' '}
        <strong>{entry.effective?.label ?? (entry.withdrawsDate ? 'date withdrawn' : 'no date given')}</strong>
        {entry.weeklyFrequency !== null && <span class="soft">, {count(entry.weeklyFrequency, 'flight')} a week</span>}
      </p>
      {wording !== null && <blockquote>“{wording}”</blockquote>}
    </>
  );
  return (
    <li id={`announcement-${entry.id}`} class={believed === undefined ? undefined : 'believed'}>
      <div class="when">
        <Day date={publishedOn} />
        <a class="soft small" href={links.pairAsOf(service.row.origin, service.row.destination, publishedOn)}>
          as believed then
        </a>
        <a class="soft small" href={links.announcementJson(entry.id)} aria-label={`The statement of ${publishedOn} as JSON`}>
          JSON
        </a>
      </div>
      <div class="what">
        {believed !== undefined && <p class="mark-believed">{believed}</p>}
        {retraction === null ? words : <del>{words}</del>}
        {retraction !== null && (
          <p class="taken-back">
            Taken back on <Day date={retraction.at} />
            {retraction.reason !== null && <>: {retraction.reason}</>}
          </p>
        )}
        <p class="by">
          {speaker !== null && <>{speaker}, in </>}
          <SourceLink {...source} />
          {speaker === null && source.kind !== 'other' && <span class="soft"> ({source.kind})</span>}
        </p>
        <Effect entry={entry} />
        {note !== null && <p class="note soft">Note: {note}</p>}
      </div>
    </li>
  );
}

/** What the statement did to the promise. */
function Effect({ entry: { move, outcome } }: { entry: Entry }) {
  if (outcome !== null) {
    const { kept, days, promised } = outcome;
    const by =
      days === null ? '' : days > 0 ? `, ${count(days, 'day')} late` : days < 0 ? `, ${count(days, 'day')} before its last day` : '';
    return (
      <p class={`effect ${kept ? 'flown' : 'overdue'}`}>
        {kept ? 'The first promise was kept' : 'The first promise was not kept'}
        {`${by}: ${promised.label}`}
      </p>
    );
  }
  if (move === null || move.kind === 'repeated') return null;
  return <p class={move.kind === 'slip' ? 'effect overdue' : 'effect'}>{moveLine(move.kind, move.days, move.from, move.to)}</p>;
}

function believedOf({ id }: Entry, { history: { dateFrom, statusFrom }, isPast }: Service): string | undefined {
  const what = isPast ? 'What was believed then' : 'What is believed now';
  const [date, status] = [dateFrom?.id === id, statusFrom?.id === id];
  if (date) return status || statusFrom === undefined ? what : `${what}: the date`;
  return status ? (dateFrom === undefined ? what : `${what}: the status`) : undefined;
}
