import type { Ctx } from '../context.ts';
import type { Draft } from '../domain/announcement.ts';
import type { StatementEventData } from '../domain/event-data.ts';
import type { EventType } from '../domain/vocabulary.ts';
import { factsOf } from '../store/event-facts.ts';
import type { RouteRow } from '../store/tables.ts';
import { audienceOf } from './outbox.ts';
import { type Recorded, type RecordOptions, recordAnnouncement } from './record.ts';
import type { WriteCtx } from './transaction.ts';

/** What recording a statement would do. */
export interface Preview {
  /** The route as it stands; undefined: it would be made. */
  before: RouteRow | undefined;
  after: RouteRow;
  events: readonly { type: EventType; occurredAt: string; data: StatementEventData; subscribers: number }[];
}

/**
 * Records a statement and takes all of it back in the same transaction: it refuses what recording refuses, says what
 * recording would do, and leaves nothing behind.
 */
export async function previewAnnouncement(ctx: Ctx, draft: Draft, options: Omit<RecordOptions, 'alsoWrite'> = {}): Promise<Preview> {
  try {
    await recordAnnouncement(ctx, draft, {
      ...options,
      alsoWrite: async (tx, recorded) => {
        throw new TakenBack(await previewOf(tx, recorded));
      },
    });
  } catch (thrown) {
    if (thrown instanceof TakenBack) return thrown.preview;
    throw thrown;
  }
  throw new Error('a preview was recorded');
}

/** Ends the transaction with nothing written. */
class TakenBack {
  readonly preview: Preview;

  constructor(preview: Preview) {
    this.preview = preview;
  }
}

async function previewOf(tx: WriteCtx, { route, before }: Recorded): Promise<Preview> {
  const told = tx.journal.events.map((event) => ({ event, facts: factsOf(tx.reference, event) }));
  const audience = await audienceOf(tx, told);
  return {
    before,
    after: route,
    events: told.map(({ event }) => ({
      type: event.type,
      occurredAt: event.occurred_at,
      data: JSON.parse(event.data) as StatementEventData,
      subscribers: audience.filter(({ mine }) => mine.some((one) => one.event === event)).length,
    })),
  };
}
