import { describe, expect, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import { countByMonths } from '../../src/store/route-summary.ts';
import { type TestApi, testApi } from '../support/api.ts';
import { type Engine, engines } from '../support/register.ts';

const NOW = '2026-11-24T12:00:00Z';

async function realRegister(engine: Engine = 'sqlite'): Promise<TestApi> {
  const api = await testApi({ engine, ledger: true, now: NOW });
  await tick(api.ctx);
  return api;
}

/** Routes on a page, as their addresses. */
function rowsOf(html: string): string[] {
  return [...html.matchAll(/<tr data-pair="[^"]*"><th scope="row"><a class="pair" href="([^"]*)"/g)].map((match) => match[1]!);
}

function headingOf(html: string): string {
  return text(/<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '');
}

function text(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .trim();
}

async function countOfApi(api: TestApi, query: string): Promise<number> {
  let total = 0;
  for (let cursor = ''; ; ) {
    const { status, body } = await api.get(`/api/v1/routes?limit=200&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    total += body.items.length;
    if (body.nextCursor === null) return total;
    cursor = body.nextCursor;
  }
}

const PENDING = 'status=proposed,announced,confirmed,postponed';

describe.each(engines())('on %s', (engine) => {
  test('the number in the heading is that of the same list of the API', async () => {
    const api = await realRegister(engine);
    const cases = [
      ['/', PENDING],
      ['/?place=KZ', `${PENDING}&place=KZ`],
      ['/?place=KZ&country=PK', `${PENDING}&place=KZ&country=PK`],
      ['/?country=TR&status=all', 'country=TR'],
      ['/?airline=scat-airlines', `${PENDING}&airline=scat-airlines`],
      ['/?status=launched,ended', 'status=launched,ended'],
      ['/?flag=overdue', 'flag=overdue'],
      ['/?flag=none', `${PENDING}&flag=none`],
      ['/?from=2026-12&to=2027-Q1', `${PENDING}&launchFrom=2026-12&launchTo=2027-Q1`],
      ['/?season=S27', `${PENDING}&season=S27`],
    ] as const;
    for (const [path, query] of cases) {
      const { status, body } = await api.get(path);
      expect(status, path).toBe(200);
      const expected = await countOfApi(api, query);
      expect(expected, path).toBeGreaterThan(0);
      expect(headingOf(body), path).toMatch(new RegExp(`^${expected} routes? `));
    }
  });

  test('the pages of the list have every route once, in the order that is asked for', async () => {
    const api = await realRegister(engine);
    for (const sort of ['', '&sort=launch', '&sort=updated']) {
      const seen: string[] = [];
      let next: string | undefined = `/?status=all${sort}`;
      while (next !== undefined) {
        const { body } = await api.get(next);
        seen.push(...rowsOf(body));
        next = /<a href="([^"]*)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
      }
      const order = await api.get(`/api/v1/routes?limit=200${sort || '&sort=-launch'}`);
      expect(seen).toHaveLength(644);
      expect(seen.slice(0, 200)).toEqual(
        order.body.items.map(
          (route: { origin: { code: string }; destination: { code: string } }) => `/routes/${route.origin.code}-${route.destination.code}`,
        ),
      );
    }
  });

  test('unasked, what is due comes first, then what is next, then what is overdue with the latest first', async () => {
    const api = await realRegister(engine);
    const seen: string[] = [];
    for (let next: string | undefined = '/'; next !== undefined; ) {
      const { body } = await api.get(next);
      seen.push(...rowsOf(body));
      next = /<a href="([^"]*)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
    }
    const expected: string[] = [];
    for (const part of ['flag=due&sort=-launch', 'flag=none&sort=launch', 'flag=overdue&sort=-launch']) {
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path: string = `/api/v1/routes?status=proposed,announced,confirmed,postponed&limit=200&${part}${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const { body } = await api.get(path);
        for (const { origin, destination } of body.items) expected.push(`/routes/${origin.code}-${destination.code}`);
        cursor = body.nextCursor;
      }
    }
    expect(expected.length).toBeGreaterThan(400);
    expect(seen).toEqual(expected);
  });

  test('sums take the place of single routes where there are too many', async () => {
    const api = await realRegister(engine);
    const months = await countByMonths(api.ctx.db, { pending: true, launchFrom: '2026-12-01', launchTo: '2026-12-31' });
    const sum = months.reduce((total, { routes }) => total + routes, 0);
    const { body } = await api.get('/');
    const column = /<a class="column" href="([^"]*)" aria-label="\d+ in December 2026: [^>]*>.*?<text[^>]*>(\d+)<\/text>/.exec(body)!;
    expect(Number(column[2])).toBe(sum);
    const there = await api.get(column[1]!.replaceAll('&amp;', '&'));
    expect(headingOf(there.body)).toBe(`${sum} routes that somebody said would start in December 2026`);
  });
});

test('each count above the filters leads to as many routes', async () => {
  const api = await realRegister();
  for (const path of ['/', '/?place=KZ']) {
    const { body } = await api.get(path);
    const list = /<ul class="counts">.*?<\/ul>/.exec(body)![0];
    const counts = [...list.matchAll(/href="([^"]*)"[^>]*><strong>([\d,]+)<\/strong>/g)];
    expect(counts).toHaveLength(5);
    for (const [, href, number] of counts) {
      const there = await api.get(href!.replaceAll('&amp;', '&'));
      expect(there.status).toBe(200);
      expect(headingOf(there.body)).toMatch(number === '0' ? /^No routes/ : new RegExp(`^${number} route`));
    }
  }
});

test('a name leads to the address with the code, and what says nothing is left out of the address', async () => {
  const api = await realRegister();
  const cases = [
    ['/?place=nur-sultan&airline=&from=', '/?place=NQZ'],
    ['/?place=kazakhstan', '/?place=KZ'],
    ['/?country=Kazakhstan', '/?country=KZ'],
    ['/?airline=DV', '/?airline=scat-airlines'],
    ['/?status=proposed&status=announced&status=confirmed&status=postponed', '/'],
    ['/?status=launched&status=ended', '/?status=launched,ended'],
    ['/?page=1&sort=next', '/'],
    ['/?status=launched&sort=-launch', '/?status=launched'],
    ['/?page=999', '/?page=10'],
  ] as const;
  for (const [path, location] of cases) {
    const answer = await api.get(path);
    expect([answer.status, answer.headers.get('location')], path).toEqual([303, location]);
    expect((await api.get(location)).status).toBe(200);
  }
});

test('what cannot be understood is told at its field, which keeps what was typed, and nothing is shown', async () => {
  const api = await realRegister();
  const cases = [
    ['place=Zzyzx', 'place', 'No place is called “Zzyzx”', 'value="Zzyzx"'],
    ['airline=Zzyzx', 'airline', 'No airline is called “Zzyzx”', 'value="Zzyzx"'],
    ['from=2026-13', 'from', 'Month 13 of 2026 does not exist', 'value="2026-13"'],
    ['season=X1', 'season', 'is no IATA season', 'value="X1"'],
    ['flag=later', 'flag', 'must be one or more of none, due, overdue'.slice(1), 'name="flag"'],
  ] as const;
  for (const [query, field, fault, kept] of cases) {
    const { status, body } = await api.get(`/?${query}&to=2027`);
    expect(status, query).toBe(400);
    expect(text(new RegExp(`<span class="fault" id="f-${field}-fault">(.*?)</span>`).exec(body)?.[1] ?? ''), query).toContain(fault);
    expect(body).toContain(kept);
    expect(body).toContain('value="2027"');
    expect(rowsOf(body)).toEqual([]);
  }
  const status = await api.get('/?status=flying');
  expect(status.status).toBe(400);
  expect(status.body).toContain('id="status-fault"');
});

test('a name with several meanings offers each as a link that keeps the other filters', async () => {
  const api = await realRegister();
  const { status, body } = await api.get('/?place=london&flag=overdue');
  expect(status).toBe(400);
  const choices = [.../<ul class="choices">(.*?)<\/ul>/.exec(body)![1]!.matchAll(/href="([^"]*)"/g)].map((match) =>
    match[1]!.replaceAll('&amp;', '&'),
  );
  expect(choices.length).toBeGreaterThan(1);
  for (const href of choices) {
    expect(href).toContain('flag=overdue');
    expect((await api.get(href)).status).toBe(200);
  }
});

test('a filter that is set can be taken back, and the feeds and exports are of the same routes', async () => {
  const api = await realRegister();
  const { body } = await api.get('/?place=KZ&from=2026-12&status=all');
  expect(body).toMatch(/<a class="chip" href="\/\?status=all&amp;from=2026-12">/);
  expect(body).toMatch(/<a class="chip" href="\/\?place=KZ&amp;from=2026-12">/);
  const taking = /<nav class="taking".*?<\/nav>/.exec(body)![0];
  const hrefs = [...taking.matchAll(/href="([^"]*)"/g)].map((match) => match[1]!.replaceAll('&amp;', '&'));
  const csv = hrefs.find((href) => href.startsWith('/exports/routes.csv'))!;
  expect(csv).toBe('/exports/routes.csv?place=KZ&launchFrom=2026-12');
  const lines = (await api.get(csv)).body.trim().split('\n');
  expect(headingOf(body)).toMatch(new RegExp(`^${lines.length - 1} routes of Kazakhstan`));
  for (const href of hrefs.filter((one) => !one.startsWith('/subscribe'))) expect((await api.get(href)).status, href).toBe(200);
});

test('a place and a country are the two ends of a route', async () => {
  const { get, record } = await testApi();
  await record({});
  await record({ destination: 'DEL' });
  await record({ origin: 'DEL', destination: 'LHE' });
  expect(rowsOf((await get('/?place=KZ&country=PK')).body)).toEqual(['/routes/ALA-LHE']);
  expect(rowsOf((await get('/?country=PK')).body)).toEqual(expect.arrayContaining(['/routes/ALA-LHE', '/routes/DEL-LHE']));
});

test('an empty register says so', async () => {
  const { get } = await testApi();
  const { status, body } = await get('/');
  expect(status).toBe(200);
  expect(headingOf(body)).toBe('No routes that somebody said would start');
});

describe('suggestions', () => {
  const labels = (body: { label: string }[]) => body.map(({ label }) => label);

  test('find places by alias and airlines by code, eight at most', async () => {
    const { get } = await testApi();
    const places = await get('/suggest?q=nur-sultan&kind=place');
    expect(places.headers.get('content-type')).toMatch(/^application\/json/);
    expect(places.body[0]).toEqual({
      label: 'Astana (NQZ)',
      detail: expect.stringMatching(/^Nur-Sultan; .*, Kazakhstan$/),
      value: 'NQZ',
      href: '/places/NQZ',
    });
    const airlines = await get('/suggest?q=DV&kind=airline');
    expect(airlines.body[0]).toMatchObject({ label: 'SCAT Airlines (DV)', value: 'scat-airlines', href: '/airlines/scat-airlines' });
    expect((await get('/suggest?q=san')).body).toHaveLength(8);
    expect((await get('/suggest?q=')).body).toEqual([]);
  });

  test('offer a pair that the register has, however it is written, in the direction of its first flight', async () => {
    const { get, record } = await testApi();
    await record({});
    for (const q of ['ALA LHE', 'ala-lhe', 'LHE-ALA', 'almaty lahore', 'Almaty–Lahore', 'kazakhstan pakistan']) {
      const { body } = await get(`/suggest?q=${encodeURIComponent(q)}`);
      expect(body[0], q).toEqual({ label: 'Almaty–Lahore (ALA-LHE)', detail: 'route', value: 'ALA-LHE', href: '/routes/ALA-LHE' });
    }
    expect(labels((await get('/suggest?q=ALA-DEL')).body)).not.toContain('Almaty–Delhi (ALA-DEL)');
    expect(labels((await get('/suggest?q=ALA-LHE&kind=place')).body)).toEqual([]);
  });
});
