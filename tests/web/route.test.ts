import { expect, test } from 'vitest';
import { pairsOf, readPair } from '../../src/web/resolve.ts';
import { testApi } from '../support/api.ts';

const REAL = { ledger: true, now: '2026-11-24T12:00:00Z' } as const;

const routeId = async (api: Awaited<ReturnType<typeof testApi>>, query: string) =>
  (await api.get(`/api/v1/routes?${query}`)).body.items[0].id as string;

test('Almaty–Lahore tells its whole story', async () => {
  const api = await testApi(REAL);
  const { status, body } = await api.get('/routes/ALA-LHE');
  expect(status).toBe(200);
  expect(body).toContain('<h1>Almaty–Lahore</h1>');
  expect(body).toContain('SCAT Airlines flew it first on 8 July 2023, 99 days after first promised (February–March 2023).');
  expect(body.match(/<li id="announcement-/g)).toHaveLength(17);
  expect(body).toContain('“starting from July 8, 2023”');
  expect(body).toContain('Slips by 31 days: April 2023 → May 2023');
  expect(body).toContain('https://arynews.tv/kazakhstan-airlines-launches-flights-to-pakistan/');
  const believed = /<li id="announcement-[^"]+" class="believed">.*?<\/li>/.exec(body)![0];
  expect(believed).toContain('from today (Saturday)');
});

test('each statement on the chart leads to its entry in the ledger', async () => {
  const { body } = await (await testApi(REAL)).get('/routes/ALA-LHE');
  const targets = [...body.matchAll(/href="#(announcement-[^"]+)" class="mark/g)].map((match) => match[1]);
  expect(targets).toHaveLength(2 * 17);
  for (const target of targets) expect(body).toContain(`<li id="${target}"`);
});

test('Almaty–Karachi was never seen to fly', async () => {
  const { body } = await (await testApi(REAL)).get('/routes/ALA-KHI');
  expect(body).toContain('Never seen to fly: promised for May 2023');
  expect(body).toContain('overdue since 1 June 2023');
});

test.each([
  ['the other direction', 'LHE-ALA'],
  ['lower case', 'ala-lhe'],
  ['ICAO codes', 'UAAA-OPLA'],
  ['an en dash', encodeURIComponent('ALA–LHE')],
  ['names', 'almaty-lahore'],
  ['names with a word between', encodeURIComponent('almaty to lahore')],
])('%s leads to the one address of the pair', async (_, spelling) => {
  const { status, headers } = await (await testApi(REAL)).get(`/routes/${spelling}?asOf=2023-04-02`);
  expect(status).toBe(308);
  expect(headers.get('location')).toBe('/routes/ALA-LHE?asOf=2023-04-02');
});

test('the id of a route leads to its place on the page, also after it was joined to another', async () => {
  const api = await testApi(REAL);
  const id = await routeId(api, 'origin=ALA&destination=LHE');
  expect((await api.get(`/routes/${id}`)).headers.get('location')).toBe(`/routes/ALA-LHE#route-${id}`);
  await api.record({ airline: 'KC', publishedOn: '2023-01-02' });
  const other = await routeId(api, 'origin=ALA&destination=LHE&airline=KC');
  const { headers } = await api.get(`/api/v1/routes/${id}`);
  await api.send('POST', `/api/v1/routes/${id}/joined`, { routeId: other }, { headers: { 'If-Match': headers.get('etag')! } });
  expect((await api.get(`/routes/${other}`)).headers.get('location')).toBe(`/routes/ALA-LHE#route-${id}`);
});

test('a pair of which nothing was said says so and offers both places', async () => {
  const { status, body } = await (await testApi(REAL)).get('/routes/GRU-SCO');
  expect(status).toBe(404);
  expect(body).toContain('Nothing was said of a new route between these two places');
  expect(body).toContain('href="/places/GRU"');
  expect(body).toContain('href="/places/SCO"');
});

test('words that name no pair are answered with what to write', async () => {
  const { status, body } = await (await testApi(REAL)).get('/routes/qqqq');
  expect(status).toBe(404);
  expect(body).toContain('names no two places that this register knows');
});

test('asOf shows what was believed on a day, and keeps search engines out', async () => {
  const api = await testApi(REAL);
  const { status, body } = await api.get('/routes/ALA-LHE?asOf=2023-04-02');
  expect(status).toBe(200);
  expect(body).toContain('Not due yet: promised for May 2023 on 30 March 2023');
  expect(body.match(/<li id="announcement-/g)).toHaveLength(10);
  expect(body).toContain('<meta name="robots" content="noindex"/>');
  expect(body).toContain('What was believed then');
  expect(body).toContain('>that day</text>');
  expect(body).not.toContain('What is believed now</p>');
  expect(body).toContain('href="/routes/ALA-LHE?asOf=2023-03-29"');
  expect(body).toContain('href="/routes/ALA-LHE?asOf=2023-06-10"');
  expect((await api.get('/routes/ALA-LHE')).body).not.toContain('noindex');
});

test.each([
  ['2023-02-30', 400, 'is no day of the calendar'],
  ['2030-01-01', 400, '1 January 2030 has not come yet'],
  ['2020-01-01', 404, 'Nothing had been said by 1 January 2020; the first statement is of 11 November 2022.'],
])('asOf=%s is refused at the field', async (asOf, expected, sentence) => {
  const { status, body } = await (await testApi(REAL)).get(`/routes/ALA-LHE?asOf=${asOf}`);
  expect(status).toBe(expected);
  expect(/<span class="fault" id="f-asOf-fault">(.*?)<\/span>/.exec(body)![1]).toContain(sentence);
});

test('a statement that was taken back is struck through with the reason, and counts no more', async () => {
  const api = await testApi({ now: '2023-04-02T12:00:00Z' });
  await api.record({ airline: 'DV', effective: '2023-04', publishedOn: '2023-03-01' });
  const { announcement } = await api.record({ airline: 'DV', effective: '2023-05', publishedOn: '2023-03-30', wording: 'in <May>' });
  await api.send('POST', `/api/v1/announcements/${announcement.id}/retraction`, { reason: 'Misread' });
  const { body } = await api.get('/routes/ALA-LHE');
  const entry = new RegExp(`<li id="announcement-${announcement.id}">.*?</li>`).exec(body)![0];
  expect(entry).toMatch(/<del>.*in &lt;May>.*<\/del>/);
  expect(entry).toContain('Misread');
  expect(body).toContain('promised for April 2023');
});

test('two airlines on a pair have a part and a chart each', async () => {
  const api = await testApi({ now: '2023-04-02T12:00:00Z' });
  await api.record({ airline: 'DV', effective: '2023-04', publishedOn: '2023-03-01' });
  await api.record({ airline: 'KC', effective: '2023-05', publishedOn: '2023-03-30' });
  const { body } = await api.get('/routes/ALA-LHE');
  expect(body.match(/<section class="service"/g)).toHaveLength(2);
  expect(body.match(/<figure class="slip"/g)).toHaveLength(2);
  expect(body).toMatch(/<p class="lead">SCAT Airlines: .* Air Astana: /);
});

test('a source with an address that may not be followed is named and not linked', async () => {
  const api = await testApi({ now: '2023-04-02T12:00:00Z' });
  await api.record({ airline: 'DV', effective: '2023-04', sourceName: 'Dawn', sourceUrl: 'https://u:p@dawn.test/a' });
  const { body } = await api.get('/routes/ALA-LHE');
  expect(body).toContain('href="https://dawn.test/a"');
  expect(body).not.toContain('u:p@');
});

test('a pair is understood in words, wherever a name has a hyphen or a space of its own', async () => {
  const { ctx } = await testApi();
  const codes = (text: string) => {
    const [pair, ...others] = pairsOf(readPair(ctx.reference, text));
    return pair === undefined ? 'none' : others.length > 0 ? 'several' : `${pair.from.code}-${pair.to.code}`;
  };
  expect(codes('ALA LHE')).toBe('ALA-LHE');
  expect(codes('nur-sultan-lahore')).toBe('NQZ-LHE');
  expect(codes('Almaty → Karachi')).toBe('ALA-KHI');
  expect(codes('NYC-LON')).toBe('NYC-LON');
  expect(codes('london new york')).toBe('several');
  expect(codes('ALA-ALA')).toBe('none');
  expect(codes('almaty')).toBe('none');
});
