import { describe, expect, test } from 'vitest';
import { importLedger } from '../../src/actions/import.ts';
import { verify } from '../../src/actions/verify.ts';
import { ledgerHeader, ledgerLines } from '../../src/feeds/ledger-csv.ts';
import { countAnnouncements, pageAnnouncements } from '../../src/store/announcements.ts';
import { readVersion } from '../../src/store/register.ts';
import { countRoutes, listRoutesOfPairs, pageRoutes } from '../../src/store/routes.ts';
import { engines, ledgerText, testRegister } from '../support/register.ts';

const HEADER =
  'published_on,origin,destination,airline,airline_name,status,effective,wording,weekly_frequency,speaker,source_kind,source_name,source_url,note';
const GOOD = '2023-03-23,ALA,LHE,DV,SCAT Airlines,announced,2023-04,in April,2,Somebody,media,Paper,https://example.com/a,';

/** The file, the line and the column of the one fault in it. */
const MISTAKES: [string, string, string][] = [
  ['2023-02-30,ALA,LHE,,,announced,,,,,media,,,', 'published_on', 'not a day'],
  ['2099-01-01,ALA,LHE,,,announced,,,,,media,,,', 'published_on', 'has not come'],
  ['23/03/2023,ALA,LHE,,,announced,,,,,media,,,', 'published_on', 'not a day'],
  ['2023-03-23,XXQ,LHE,,,announced,,,,,media,,,', 'origin', 'no place'],
  ['2023-03-23,,LHE,,,announced,,,,,media,,,', 'origin', 'missing'],
  ['2023-03-23,ALA,QQQ,,,announced,,,,,media,,,', 'destination', 'no place'],
  ['2023-03-23,ALA,ALA,,,announced,,,,,media,,,', 'destination', 'same place'],
  ['2023-03-23,ALA,KZ,,,announced,,,,,media,,,', 'destination', 'one in the other'],
  ['2023-03-23,ALA,LHE,??,,announced,,,,,media,,,', 'airline', 'no airline'],
  ['2023-03-23,ALA,LHE,,Nobody Air,announced,,,,,media,,,', 'airline_name', 'no airline'],
  ['2023-03-23,ALA,LHE,,,promised,,,,,media,,,', 'status', 'not a status'],
  ['2023-03-23,ALA,LHE,,,announced,2023-02-30,,,,media,,,', 'effective', '30 February'],
  ['2023-03-23,ALA,LHE,,,announced,soon,,,,media,,,', 'effective', 'soon'],
  ['2023-03-23,ALA,LHE,,,announced,2023-05/2023-04,,,,media,,,', 'effective', 'before'],
  ['2023-03-23,ALA,LHE,,,launched,2023-06-01,,,,media,,,', 'effective', 'reported'],
  ['2023-03-23,ALA,LHE,,,launched,withdrawn,,,,media,,,', 'effective', 'withdrawn'],
  ['2023-03-23,ALA,LHE,,,announced,,,many,,media,,,', 'weekly_frequency', 'number'],
  ['2023-03-23,ALA,LHE,,,announced,,,0,,media,,,', 'weekly_frequency', 'number'],
  ['2023-03-23,ALA,LHE,,,announced,,,,,rumour,,,', 'source_kind', 'kind of source'],
  ['2023-03-23,ALA,LHE,,,announced,,,,,media,,ftp://example.com,', 'source_url', 'http'],
  ['2023-03-23,ALA,LHE,,,announced,,,,,media,,', '', '13 columns'],
];

async function failure(work: Promise<unknown>) {
  return work.then(
    () => {
      throw new Error('this should have been refused');
    },
    (fault) => fault,
  );
}

describe.each(engines())('importing a ledger on %s', (engine) => {
  test('the ledger that comes with the program is imported whole, and twice changes nothing', async () => {
    const { ctx } = await testRegister({ engine, now: '2026-11-24T00:00:00Z' });
    const first = await importLedger(ctx, ledgerText());
    expect(first).toMatchObject({ rows: 1093, added: 1093, known: 0, skipped: [] });
    const version = await readVersion(ctx.db);
    const routes = await pageRoutes(ctx.db, '', 1000);
    expect(await importLedger(ctx, ledgerText())).toMatchObject({ added: 0, known: 1093, newRoutes: 0 });
    expect(await pageRoutes(ctx.db, '', 1000)).toEqual(routes);
    expect(await countAnnouncements(ctx.db)).toBe(1093);
    expect(version).toBeGreaterThan(0);
    expect((await verify(ctx)).faults).toEqual([]);
  });

  test('Almaty–Lahore launched on 8 July 2023, 99 days late after three slips; Almaty–Karachi never', async () => {
    const { ctx } = await testRegister({ engine, ledger: true, now: '2026-11-24T00:00:00Z' });
    const [lahore] = await listRoutesOfPairs(ctx.db, ['ALA-LHE']);
    expect(lahore).toMatchObject({
      status: 'launched',
      launched_on: '2023-07-08',
      slip_count: 3,
      slip_days: 99,
      announcement_count: 17,
      airline: ctx.reference.airlineNamed('SCAT Airlines')?.id,
    });
    const [karachi] = await listRoutesOfPairs(ctx.db, ['ALA-KHI']);
    expect(karachi).toMatchObject({ status: 'proposed', launched_on: null, launch_latest: '2023-05-31' });
  });

  test('a file with a mistake in each row is refused with every one by line and column, and nothing is changed', async () => {
    const { ctx } = await testRegister({ engine });
    const version = await readVersion(ctx.db);
    const text = [HEADER, GOOD, ...MISTAKES.map(([row]) => row)].join('\n');
    const fault = await failure(importLedger(ctx, text));
    expect(fault.code).toBe('import_rejected');
    expect(fault.findings).toHaveLength(MISTAKES.length);
    MISTAKES.forEach(([, column, words], index) => {
      expect(fault.findings[index].pointer).toBe(column === '' ? `line ${index + 3}` : `line ${index + 3}, ${column}`);
      expect(fault.findings[index].detail).toContain(words);
    });
    expect(await countRoutes(ctx.db)).toBe(0);
    expect(await readVersion(ctx.db)).toBe(version);
  });

  test('on request the bad rows are left out and named', async () => {
    const { ctx } = await testRegister({ engine });
    const imported = await importLedger(ctx, [HEADER, GOOD, MISTAKES[0]![0]].join('\r\n'), { skipBad: true });
    expect(imported).toMatchObject({ added: 1, skipped: [{ line: 3, column: 'published_on' }] });
  });

  test('lines are counted as an editor counts them, through quoted line breaks and blank lines', async () => {
    const { ctx } = await testRegister({ engine });
    const text = `${HEADER}\n2023-03-23,ALA,LHE,DV,,announced,2023-04,"in\nApril",,,media,,,\n\n2023-03-24,ALA,LHE,DV,,announced,never,,,,media,,,\n`;
    expect((await failure(importLedger(ctx, text))).findings).toMatchObject([{ pointer: 'line 5, effective' }]);
  });

  test.each([
    ['a header that lacks a column', 'published_on,origin,status\n', 'line 1, destination'],
    ['an unknown column', `${HEADER},colour\n`, 'line 1, colour'],
    ['a column that stands twice', `${HEADER},note\n`, 'line 1, note'],
    ['an empty file', '', 'line 1'],
    ['a quote that is never closed', `${HEADER}\n${GOOD}\n2023-03-24,ALA,LHE,DV,,announced,"2023-04,,,,media,,,\n`, 'line 3'],
  ])('%s is refused with its place', async (_what, text, pointer) => {
    const { ctx } = await testRegister({ engine });
    const fault = await failure(importLedger(ctx, text));
    expect(fault.code).toBe('import_rejected');
    expect(fault.findings[0].pointer).toBe(pointer);
    expect(await countRoutes(ctx.db)).toBe(0);
  });

  test('what is exported is imported again as the same statements and the same beliefs', async () => {
    const from = await testRegister({ engine, ledger: true, now: '2026-11-24T00:00:00Z' });
    await from.record({
      status: 'postponed',
      effective: 'withdrawn',
      wording: '=SUM(A1)',
      speaker: "'@someone",
      publishedOn: '2026-11-23',
      origin: 'NQZ',
      destination: 'KHI',
    });
    const rows = await pageAnnouncements(from.ctx.db, undefined, 5000, { live: true });
    const text = ledgerHeader() + ledgerLines(rows);
    expect(text).toContain("'=SUM(A1)");
    const to = await testRegister({ engine, now: '2026-11-24T00:00:00Z' });
    await importLedger(to.ctx, text);
    const summary = (all: Awaited<ReturnType<typeof pageRoutes>>) =>
      all.map(({ id: _id, created_at: _created, updated_at: _updated, version: _version, ...rest }) => JSON.stringify(rest)).sort();
    expect(summary(await pageRoutes(to.ctx.db, '', 2000))).toEqual(summary(await pageRoutes(from.ctx.db, '', 2000)));
    expect(ledgerLines(await pageAnnouncements(to.ctx.db, undefined, 5000, { live: true })).length).toBe(ledgerLines(rows).length);
    expect(await importLedger(from.ctx, text)).toMatchObject({ added: 0 });
  });
});
