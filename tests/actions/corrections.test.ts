import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { addCorrection, readCorrection, removeCorrection } from '../../src/actions/corrections.ts';
import { readerOf } from '../../src/actions/extraction.ts';
import { recordAnnouncements } from '../../src/actions/record.ts';
import { addSource } from '../../src/actions/sources.ts';
import { pollDue } from '../../src/actions/watch.ts';
import { worldOf } from '../../src/actions/world.ts';
import type { Ctx } from '../../src/context.ts';
import { type Draft, readAnnouncement } from '../../src/domain/announcement.ts';
import { edtfOf } from '../../src/domain/windows.ts';
import * as extract from '../../src/extract/extract.ts';
import { openAsItIs } from '../../src/startup.ts';
import { listCorrections } from '../../src/store/corrections.ts';
import { listInbox } from '../../src/store/inbox.ts';
import { rssOf, startFeedServer } from '../support/feed-server.ts';
import { engines, type TestRegister, testRegister } from '../support/register.ts';

vi.mock('../../src/extract/extract.ts', { spy: true });

const TEXT = 'The Teal Deal will launch flights from the Queen City to Phoenix in May 2027.';
const PLACE = { kind: 'place', words: 'the Queen City', means: 'yqr' };
const AIRLINE = { kind: 'airline', words: 'the Teal Deal', means: 'WS' };
const DROP = { kind: 'drop', words: 'sponsored content', means: '' };

async function read(ctx: Ctx, text = TEXT): Promise<string[]> {
  const reader = await readerOf(ctx);
  return reader.read(text, '2026-01-14').map(({ origin, destination, airline }) => `${origin}-${destination} ${airline ?? 'nobody'}`);
}

/** The same database, as another process sees it. */
async function elsewhere({ ctx }: TestRegister): Promise<Ctx> {
  const other = await openAsItIs(ctx.config, ctx.log);
  onTestFinished(() => other.database.close());
  return other;
}

describe.each(engines())('corrections on %s', (engine) => {
  test('texts are read with a correction at once, in every process, and without it once it is removed', async () => {
    const register = await testRegister({ engine });
    const { ctx } = register;
    const other = await elsewhere(register);
    const before = await read(ctx);
    expect(before.join()).not.toContain('YQR');
    const place = await addCorrection(ctx, PLACE);
    const airline = await addCorrection(ctx, AIRLINE);
    for (const one of [ctx, other]) expect(await read(one)).toEqual(['YQR-PHX westjet']);
    const drop = await addCorrection(ctx, DROP);
    for (const one of [ctx, other]) expect(await read(one, `Sponsored content: ${TEXT}`)).toEqual([]);
    for (const { id } of [place, airline, drop]) await removeCorrection(ctx, id);
    for (const one of [ctx, other]) {
      expect(await read(one)).toEqual(before);
      expect(await read(one, `Sponsored content: ${TEXT}`)).toEqual(before);
    }
  });

  test('a reader is made once for each state of the corrections, whatever else changes and whoever asks', async () => {
    const register = await testRegister({ engine });
    const { ctx } = register;
    const first = await readerOf(ctx);
    const made = vi.mocked(extract.makeReader).mock.calls.length;
    await register.record({});
    expect(await readerOf(ctx)).toBe(first);
    expect(await readerOf({ ...ctx })).toBe(first);
    await addCorrection(ctx, PLACE);
    const [second, same] = await Promise.all([readerOf(ctx), readerOf(ctx)]);
    expect(same).toBe(second);
    expect(second).not.toBe(first);
    expect(vi.mocked(extract.makeReader).mock.calls.length).toBe(made + 1);
    expect(await readerOf({ ...ctx, reference: { ...ctx.reference } })).not.toBe(second);
  });

  test('what was found with corrections can be recorded', async () => {
    const { ctx } = await testRegister({ engine });
    await addCorrection(ctx, PLACE);
    await addCorrection(ctx, AIRLINE);
    const reader = await readerOf(ctx);
    const drafts = reader.read(TEXT, '2026-01-14').map(({ origin, destination, airline, status, effective }): Draft => {
      const raw = { origin, destination, airline: airline!, status, effective: edtfOf(effective!), publishedOn: '2026-01-14' };
      const understood = readAnnouncement(raw, worldOf(ctx));
      if (!understood.ok) throw new Error(JSON.stringify(understood.findings));
      return understood.draft;
    });
    const [recorded] = await recordAnnouncements(ctx, drafts);
    expect(recorded!.route).toMatchObject({ origin: 'YQR', destination: 'PHX', airline: 'westjet', launch_earliest: '2027-05-01' });
  });

  test('feeds are read with a correction from the next item on', async () => {
    const { ctx, clock } = await testRegister({ engine });
    const feeds = await startFeedServer();
    const stories = [{ id: 'n1', title: TEXT }];
    feeds.at('/a', (response) => response.end(rssOf(stories)));
    await addSource(ctx, { url: `${feeds.url}/a`, name: 'The Herald', kind: 'media' });
    const origins = async () => (await listInbox(ctx.db, 'open', undefined, 10)).map((draft) => draft.origin);
    await pollDue(ctx);
    expect(await origins()).not.toContain('YQR');
    await addCorrection(ctx, PLACE);
    stories.push({ id: 'n2', title: TEXT });
    clock.now += 86_400_000;
    await pollDue(ctx);
    expect(await origins()).toContain('YQR');
  });

  test('adding and removing leave a line in the audit, and who did it', async () => {
    const { ctx } = await testRegister({ engine });
    const row = await addCorrection({ ...ctx, actor: { ...ctx.actor, name: 'desk' } }, PLACE);
    expect(row).toMatchObject({ kind: 'place', words: 'the Queen City', means: 'YQR', created_by: 'desk' });
    await removeCorrection(ctx, row.id);
    await expect(removeCorrection(ctx, row.id)).rejects.toMatchObject({ code: 'not_found' });
    const lines = await ctx.db.selectFrom('audit').selectAll().where('subject', '=', `correction:${row.id}`).orderBy('seq').execute();
    const told = { id: row.id, kind: 'place', words: 'the Queen City', means: 'YQR' };
    expect(lines.map(({ action, before, after }) => [action, JSON.parse(before ?? 'null'), JSON.parse(after ?? 'null')])).toEqual([
      ['correction.added', null, told],
      ['correction.removed', told, null],
    ]);
  });

  test('the same words have one correction, which a second one is told of', async () => {
    const { ctx } = await testRegister({ engine });
    const row = await addCorrection(ctx, PLACE);
    const twice = [
      { kind: 'place', words: ' The  queen-city ', means: 'YQR' },
      { kind: 'airline', words: 'the Queen City', means: 'WS' },
      { kind: 'drop', words: 'the queen city', means: '' },
    ];
    for (const written of twice) {
      await expect(addCorrection(ctx, written)).rejects.toMatchObject({
        code: 'conflict',
        message: `"the Queen City" means YQR already, by correction ${row.id}. Remove that one first.`,
      });
    }
    const both = await Promise.allSettled([addCorrection(ctx, DROP), addCorrection(ctx, DROP)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listCorrections(ctx.db, '', 10)).map((one) => one.words)).toEqual(['the Queen City', 'sponsored content']);
  });
});

describe('what a correction means', () => {
  test.each([
    [{ kind: 'place', words: 'a b', means: '' }, ['words', 'means']],
    [{ kind: 'place', words: 'the Queen City', means: 'QQQ' }, ['means']],
    [{ kind: 'place', words: 'the Queen City', means: 'CA' }, ['means']],
    [{ kind: 'airline', words: 'the Teal Deal', means: '' }, ['means']],
    [{ kind: 'airline', words: 'flights', means: 'nobody at all' }, ['words', 'means']],
    [{ kind: 'drop', words: '', means: 'YQR' }, ['words', 'means']],
    [{ kind: 'plce', words: 'the', means: 'YQR' }, ['kind', 'words']],
    [{ kind: '', words: 'the Queen City', means: 'YQR' }, ['kind']],
  ])('%j is refused for all that is wrong with it', async (written, pointers) => {
    const { ctx } = await testRegister();
    const result = readCorrection(ctx, written);
    expect(result.ok ? [] : result.findings.map((finding) => finding.pointer)).toEqual(pointers);
    await expect(addCorrection(ctx, written)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await listCorrections(ctx.db, '', 10)).toEqual([]);
  });

  test.each([
    ['place', 'lon', 'LON'],
    ['place', ' YQR ', 'YQR'],
    ['airline', 'ws', 'westjet'],
    ['airline', 'WJA', 'westjet'],
    ['airline', 'westjet', 'westjet'],
    ['airline', 'WestJet', 'westjet'],
  ])('of a %s may be written %s', async (kind, means, understood) => {
    const { ctx } = await testRegister();
    expect(readCorrection(ctx, { kind, words: 'the Teal Deal', means })).toMatchObject({ ok: true, correction: { means: understood } });
  });

  test('a code that airlines handed on names them', async () => {
    const { ctx } = await testRegister();
    const shared = ctx.reference.airlines.find(
      ({ iata, activeTo }) =>
        iata !== null &&
        activeTo !== null &&
        ctx.reference.airlinesCoded(iata).every((one) => one.activeTo !== null) &&
        ctx.reference.airlinesCoded(iata).length > 1,
    );
    const read = readCorrection(ctx, { kind: 'airline', words: 'the Teal Deal', means: shared!.iata! });
    const holders = ctx.reference.airlinesCoded(shared!.iata!).map((one) => one.id);
    expect(read.ok ? '' : read.findings[0]!.detail).toContain(holders.join(' and '));
  });
});
