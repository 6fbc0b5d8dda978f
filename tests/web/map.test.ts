import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tick } from '../../src/actions/tick.ts';
import type { Ctx } from '../../src/context.ts';
import { createApp } from '../../src/http/app.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import { closeServer, createServer } from '../../src/http/server.ts';
import { listRoutes } from '../../src/store/route-list.ts';
import type { RouteRow } from '../../src/store/tables.ts';
import { assetEndpoint } from '../../src/web/assets.ts';
import { Layout } from '../../src/web/layout.tsx';
import { airportsOf, type Label, LEVELS, labelsOf } from '../../src/web/map/airports.ts';
import { greatCircle, pathOf } from '../../src/web/map/arcs.ts';
import { type Frame, frameAround, heightOf, isFine, onMap, placeOnSheet, WIDTH } from '../../src/web/map/frame.ts';
import { linesOf, type MapLine } from '../../src/web/map/lines.ts';
import { RouteMap } from '../../src/web/map/route-map.tsx';
import { PUBLIC_PAGE, render } from '../../src/web/page.ts';
import { SHEET } from '../../src/web/world-map.ts';
import { DESKTOP, describeInBrowser, expectAccessible, openWindow, PHONE } from '../support/browser.ts';
import { testRegister } from '../support/register.ts';

const PLACES = {
  ALA: { name: 'Almaty', longitude: 77.04, latitude: 43.35 },
  LHE: { name: 'Lahore', longitude: 74.4, latitude: 31.52 },
  IST: { name: 'Istanbul', longitude: 28.73, latitude: 41.26 },
  NRT: { name: 'Tokyo', longitude: 140.39, latitude: 35.77 },
  LAX: { name: 'Los Angeles', longitude: -118.41, latitude: 33.94 },
  SYD: { name: 'Sydney', longitude: 151.18, latitude: -33.95 },
  SCL: { name: 'Santiago', longitude: -70.79, latitude: -33.39 },
};
type Code = keyof typeof PLACES;

function line(from: Code, to: Code, given: Partial<MapLine> = {}): MapLine {
  const label = `${PLACES[from].name}–${PLACES[to].name}, SCAT Airlines (DV), April 2023, ${given.look ?? 'planned'}`;
  const pair = `${from}-${to}`;
  return { pair, from: PLACES[from], to: PLACES[to], look: 'planned', vague: false, count: 1, href: `/routes/${pair}`, label, ...given };
}

const markup = (lines: readonly MapLine[]) => renderToString(h(RouteMap, { lines, title: 'Pending routes' }));
const frameOf = (lines: readonly MapLine[]) => frameAround(lines.flatMap((one) => greatCircle(one)).flat());

async function realRoutes(filter: Parameters<typeof listRoutes>[1] = {}): Promise<{ ctx: Ctx; routes: RouteRow[]; lines: MapLine[] }> {
  const { ctx } = await testRegister({ ledger: true, now: '2026-11-24T00:00:00Z' });
  await tick(ctx);
  const routes = await listRoutes(ctx.db, filter, { sort: 'launch', limit: 5000 });
  return { ctx, routes, lines: linesOf(ctx.reference, routes) };
}

describe('lines', () => {
  test('routes between the same two places are one line, whoever flies them and whichever way', async () => {
    const { ctx, record } = await testRegister();
    await record({ airline: 'DV', effective: '2026-04' });
    await record({ airline: 'KC', origin: 'LHE', destination: 'ALA', effective: '2025-12-01' });
    await record({ airline: 'KC', destination: 'IST', effective: '2026-06-01' });
    await tick(ctx);
    const lines = linesOf(ctx.reference, await listRoutes(ctx.db, {}, { sort: 'launch', limit: 10 }));
    expect(lines.map(({ pair, look, vague, count, href, label }) => ({ pair, look, vague, count, href, label }))).toEqual([
      {
        pair: 'LHE-ALA',
        look: 'overdue',
        vague: false,
        count: 2,
        href: '/routes/LHE-ALA',
        label: 'Lahore–Almaty, 2 airlines, 1 December 2025, overdue',
      },
      {
        pair: 'ALA-IST',
        look: 'planned',
        vague: false,
        count: 1,
        href: '/routes/ALA-IST',
        label: 'Almaty–Istanbul, Air Astana (KC), 1 June 2026, planned',
      },
    ]);
  });

  test('a line is vague while its window is longer than a day, and where there is none', async () => {
    const { ctx, record } = await testRegister();
    await record({ airline: 'DV', effective: '2026-04' });
    await record({ airline: 'DV', destination: 'IST' });
    const lines = linesOf(ctx.reference, await listRoutes(ctx.db, {}, { sort: 'launch', limit: 10 }));
    expect(lines.map(({ vague, label }) => ({ vague, label }))).toEqual([
      { vague: true, label: 'Almaty–Lahore, SCAT Airlines (DV), April 2026, planned' },
      { vague: true, label: 'Almaty–Istanbul, SCAT Airlines (DV), no date, planned' },
    ]);
  });
});

describe('the frame', () => {
  const kmAcross = (frame: Frame) => (frame.width / SHEET.width) * 34_500;

  test('holds every line with room around it, in the shape of the page', async () => {
    const { lines } = await realRoutes();
    for (const some of [lines, lines.slice(0, 1), lines.filter(({ pair }) => pair.includes('ALA')), [line('ALA', 'IST')]]) {
      const frame = frameOf(some);
      const points = some.flatMap((one) => greatCircle(one).flat()).map((point) => onMap(frame, point));
      const height = heightOf(frame);
      expect(points.filter(([x, y]) => x < 0 || y < 0 || x > WIDTH || y > height)).toEqual([]);
      expect(WIDTH / height).toBeGreaterThan(1.95);
      expect(WIDTH / height).toBeLessThan(2.55);
    }
  });

  test('never shows less than some 1,500 km, and the finer coasts only where it shows little', () => {
    const near = frameOf([line('ALA', 'ALA')]);
    expect(kmAcross(near)).toBeGreaterThan(1_450);
    expect(kmAcross(near)).toBeLessThan(1_600);
    expect(isFine(near)).toBe(true);
    expect(markup([line('ALA', 'LHE')])).toMatch(/world-50m\.svg#land/);
    expect(markup([line('ALA', 'LHE'), line('NRT', 'LAX')])).toMatch(/world-110m\.svg#land/);
  });

  test('is the world without the empty south when lines spread over it, and when there are none', () => {
    for (const lines of [[line('NRT', 'LAX')], []]) {
      const frame = frameOf(lines);
      expect(frame.width).toBe(SHEET.width);
      expect(onMap(frame, placeOnSheet({ name: '', longitude: 0, latitude: -65 }))[1]).toBeGreaterThan(heightOf(frame));
    }
  });

  test('reaches further south for a flight that goes there', () => {
    const lines = [line('SYD', 'SCL')];
    const height = heightOf(frameOf(lines));
    expect(height).toBeGreaterThan(heightOf(frameOf([])));
  });
});

describe('arcs', () => {
  test('a line over the date line leaves at one edge and comes in at the other', () => {
    const runs = greatCircle(line('NRT', 'LAX'));
    expect(runs).toHaveLength(2);
    for (const run of runs) {
      const jumps = run.slice(1).map(([x], index) => Math.abs(x - run[index]![0]));
      expect(Math.max(...jumps)).toBeLessThan(60);
    }
    expect(pathOf(runs, frameOf([]))).toMatch(/^M[^M]+M[^M]+$/);
    expect(greatCircle(line('ALA', 'IST'))).toHaveLength(1);
  });

  test('the path starts and ends where the airports are, and bends as the great circle does', () => {
    const one = line('ALA', 'IST');
    const frame = frameOf([one]);
    const path = pathOf(greatCircle(one), frame);
    const numbers = path.match(/-?\d+/g)!.map(Number);
    const [from, to] = [one.from, one.to].map((place) => onMap(frame, placeOnSheet(place)).map(Math.round));
    expect(numbers.slice(0, 2)).toEqual(from);
    const steps = [...path.matchAll(/q(-?\d+) ?(-?\d+) ?(-?\d+) ?(-?\d+)|l(-?\d+) ?(-?\d+)/g)];
    expect([
      steps.reduce((sum, step) => sum + Number(step[3] ?? step[5]), numbers[0]!),
      steps.reduce((sum, step) => sum + Number(step[4] ?? step[6]), numbers[1]!),
    ]).toEqual(to);
    const straightMiddle = (from![1]! + to![1]!) / 2;
    const middle = onMap(frame, greatCircle(one)[0]![24]!);
    expect(middle[1]).toBeLessThan(straightMiddle - 50);
  });

  test('350 real pairs are small: what an arc adds to its label, and all of it packed', async () => {
    const { lines } = await realRoutes();
    const html = markup(lines.slice(0, 350));
    const arcs = [...html.matchAll(/<a href.*?<\/a>/g)].map(([text]) => text);
    expect(arcs).toHaveLength(350);
    expect(arcs.join('').replaceAll(/<title>.*?<\/title>/g, '').length).toBeLessThan(45_000);
    expect(html.length).toBeLessThan(95_000);
  });
});

describe('the picture', () => {
  test('each look has its own class, its legend counts pairs, and looks that are absent are not in it', () => {
    const html = markup([
      line('ALA', 'LHE', { look: 'overdue', count: 3 }),
      line('ALA', 'IST', { vague: true }),
      line('IST', 'LHE'),
      line('IST', 'NRT', { look: 'flown' }),
    ]);
    expect([...html.matchAll(/class="arcs (\w+)"><a/g)].map((match) => match[1])).toEqual(['flown', 'overdue', 'vague', 'planned']);
    expect([...html.matchAll(/<\/svg>([^<]+)<span class="number">(\d+)/g)].map((match) => `${match[1]}${match[2]}`)).toEqual([
      'Planned for a certain day 1',
      'Planned, day not known 1',
      'Overdue 1',
      'Flown 1',
    ]);
    expect(html).toMatch(/data-pair="ALA-LHE".*?class="w3"/);
  });

  test('places and labels come as text, whatever they are called', () => {
    const evil = line('ALA', 'LHE', { label: '<script>alert(1)</script>', from: { ...PLACES.ALA, name: '"><img src=x>' } });
    expect(markup([evil])).not.toMatch(/<script|<img/);
  });

  test('a place is one dot with the mark of its most urgent line', () => {
    const lines = [line('ALA', 'LHE'), line('ALA', 'IST', { look: 'overdue' }), line('NRT', 'ALA', { look: 'flown' })];
    const airports = airportsOf(lines, frameOf(lines));
    expect(airports.map(({ name, count, look }) => ({ name, count, look }))).toEqual([
      { name: 'Almaty', count: 3, look: 'overdue' },
      { name: 'Istanbul', count: 1, look: 'overdue' },
      { name: 'Lahore', count: 1, look: 'planned' },
      { name: 'Tokyo', count: 1, look: 'flown' },
    ]);
  });

  test('the busiest places are named first, and a close view names more', async () => {
    const { lines } = await realRoutes();
    const frame = frameOf(lines);
    const airports = airportsOf(lines, frame);
    const labels = labelsOf(airports, WIDTH, heightOf(frame));
    const upTo = LEVELS.map((_, level) => labels.filter((label) => label.level <= level).length);
    expect(upTo).toEqual([...upTo].sort((a, b) => a - b));
    expect(upTo[0]).toBeGreaterThan(5);
    expect(upTo.at(-1)).toBeGreaterThan(2 * upTo[2]!);
  });

  test('names are never written over each other, however close the view comes', async () => {
    const { lines } = await realRoutes();
    const frame = frameOf(lines);
    const labels = labelsOf(airportsOf(lines, frame), WIDTH, heightOf(frame));
    /** A little less than what a name takes up. */
    const boxOf = ({ x, y, name, side }: Label, scale: number) => {
      const wide = name.length * 5;
      const [left, top] = { east: [8, -6], west: [-8 - wide, -6], north: [-wide / 2, -20], south: [-wide / 2, 8] }[side] as [
        number,
        number,
      ];
      return { left: x * scale + left, right: x * scale + left + wide, top: y * scale + top, bottom: y * scale + top + 12 };
    };
    const met: string[] = [];
    for (let scale = LEVELS[0]; scale < 6; scale *= 1.15) {
      const shown = labels.filter(({ level }) => LEVELS[level]! <= scale).map((label) => ({ name: label.name, ...boxOf(label, scale) }));
      for (const [index, a] of shown.entries()) {
        const over = shown.slice(index + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
        met.push(...over.map((b) => `${a.name} and ${b.name} at ${scale.toFixed(2)}`));
      }
    }
    expect(met).toEqual([]);
  });
});

describeInBrowser('in a browser', () => {
  /** A page with the map of the lines and the table below that its name speaks of. */
  async function open(lines: readonly MapLine[], options: Parameters<typeof openWindow>[1] = DESKTOP) {
    const { ctx } = await testRegister();
    const rows = lines.map((one) =>
      h('tr', { key: one.pair, 'data-pair': one.pair }, h('td', null, h('a', { href: `${one.href}#row` }, one.label))),
    );
    const body = [
      h('h1', null, 'Routes'),
      h(RouteMap, { lines, title: 'Pending routes' }),
      h('table', { class: 'table' }, h('tbody', null, rows)),
    ];
    const page = endpoint({
      ...PUBLIC_PAGE,
      path: '/map',
      summary: 'A map',
      handler: () => ({ text: render(Layout({ title: 'A map', scripts: ['map', 'pairs'], children: body })) }),
    });
    const server = createServer(createApp(ctx, [page, assetEndpoint], { version: 'test' }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => closeServer(server, 100));
    const watched = await openWindow(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
    await watched.page.goto('/map', { waitUntil: 'networkidle' });
    return watched;
  }

  /** A point of the window that lies on an arc. */
  const middleOf = (page: Page, pair: string) =>
    page
      .locator(`.arcs [data-pair="${pair}"] path`)
      .first()
      .evaluate((path) => {
        const curve = path as SVGPathElement;
        const { x, y } = curve.getPointAtLength(curve.getTotalLength() / 2).matrixTransform(curve.getScreenCTM()!);
        return { x, y };
      });

  const THREE = [line('ALA', 'LHE', { look: 'overdue' }), line('ALA', 'IST', { vague: true }), line('IST', 'NRT', { look: 'due' })];
  const lit = '.lit';

  test('the keyboard walks from line to line, tells each, and Enter follows', async () => {
    const { page } = await open(THREE);
    const reading = page.locator('.map-reading');
    await page.locator('.map-frame').focus();
    await page.keyboard.press('ArrowRight');
    expect(await reading.innerText()).toBe('Almaty–Istanbul, SCAT Airlines (DV), April 2023, planned');
    await page.keyboard.press('ArrowDown');
    expect(await reading.innerText()).toBe(THREE[0]!.label);
    expect(await reading.getAttribute('aria-live')).toBe('polite');
    expect(await page.locator(lit).evaluateAll((all) => all.map((one) => `${one.tagName} ${one.getAttribute('data-pair')}`))).toEqual([
      'a ALA-LHE',
      'TR ALA-LHE',
    ]);
    await page.keyboard.press('End');
    expect(await reading.innerText()).toBe(THREE[2]!.label);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/routes/ALA-LHE');
  });

  test('the map is one stop for the tab key, and its buttons follow', async () => {
    const { page } = await open(THREE);
    await page.locator('.map-frame').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Zoom in');
  });

  test('buttons, keys and a pinch zoom; words and marks keep their size on the screen', async () => {
    const { page, asked } = await open([...THREE, line('LAX', 'NRT')]);
    const svg = page.locator('.map-frame > svg');
    const view = async () => (await svg.getAttribute('viewBox'))!.split(' ').map(Number);
    const letters = () => page.locator('.labels text', { hasText: 'Almaty' }).evaluate((text) => text.getBoundingClientRect().height);
    const [start, height] = [await view(), await letters()];
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect((await view())[2]).toBeCloseTo(start[2]! / 1.6, 0);
    expect(await letters()).toBeCloseTo(height, 0);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    expect(await view()).toEqual(start);
    expect(asked.some((url) => url.endsWith('world-50m.svg'))).toBe(false);
    await page.locator('.map-frame').focus();
    for (const key of ['+', '+', '+', '+']) await page.keyboard.press(key);
    await expect.poll(() => page.locator('.map-base .land').getAttribute('href')).toMatch(/world-50m\.svg#land$/);
    await page.getByRole('button', { name: 'All' }).click();
    expect(await view()).toEqual(start);
    await svg.hover();
    await page.mouse.wheel(0, -200);
    expect(await view()).toEqual(start);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await expect.poll(async () => (await view())[2]).toBeLessThan(start[2]!);
  });

  test('what is zoomed in can be dragged, and a drag follows no link', async () => {
    const { page } = await open(THREE);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    const svg = page.locator('.map-frame > svg');
    const before = await svg.getAttribute('viewBox');
    const at = await middleOf(page, 'ALA-LHE');
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x - 90, at.y + 20, { steps: 4 });
    await page.mouse.up();
    expect(await svg.getAttribute('viewBox')).not.toBe(before);
    expect(page.url()).toMatch(/\/map$/);
  });

  test('a row that is pointed at or focused lights up its arc, and no longer', async () => {
    const { page } = await open(THREE);
    const arc = page.locator('.arcs [data-pair="IST-NRT"]');
    await page.locator('tr[data-pair="IST-NRT"]').hover();
    expect(await arc.getAttribute('class')).toBe('lit');
    await page.locator('h1').hover();
    expect(await page.locator(lit).count()).toBe(0);
    await page.locator('tr[data-pair="ALA-IST"] a').focus();
    expect(await page.locator('.arcs .lit').getAttribute('data-pair')).toBe('ALA-IST');
    await page.locator('tr[data-pair="IST-NRT"] a').focus();
    expect(await page.locator('.arcs .lit').getAttribute('data-pair')).toBe('IST-NRT');
  });

  test('an arc that is pointed at near by lights up its row and tells its label', async () => {
    const { page } = await open(THREE);
    const at = await middleOf(page, 'ALA-LHE');
    await page.mouse.move(at.x + 5, at.y);
    expect(await page.locator('tr.lit').getAttribute('data-pair')).toBe('ALA-LHE');
    expect(await page.locator('.map-reading').innerText()).toBe(THREE[0]!.label);
  });

  test('it is accessible, breaks no rule of its page, and asks nobody else', async () => {
    const { lines } = await realRoutes({ pending: true });
    const { page, complaints, asked } = await open(lines);
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    const host = new URL(page.url()).host;
    expect(asked.filter((url) => new URL(url).host !== host)).toEqual([]);
    // The land is there, from a file of its own.
    expect(await page.locator('.map-base .land').evaluate((land) => (land as SVGUseElement).getBBox().width)).toBeGreaterThan(500);
  });

  test('on a phone nothing scrolls sideways, letters are 11 px at least, and it is accessible in the dark', async () => {
    const { page } = await open(THREE, { ...PHONE, colorScheme: 'dark' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const size = await page
      .locator('.labels text')
      .first()
      .evaluate((text) => {
        const { a } = (text as SVGTextElement).getScreenCTM()!;
        return Number.parseFloat(getComputedStyle(text).fontSize) * a;
      });
    expect(size).toBeGreaterThan(11);
    await expectAccessible(page);
  });

  test('without JavaScript all arcs and links are there, and nothing that would do nothing', async () => {
    for (const device of [DESKTOP, PHONE]) {
      const { page } = await open(THREE, { ...device, javaScriptEnabled: false });
      expect(await page.locator('.arcs a[href^="/routes/"]').count()).toBe(3);
      expect(await page.getByRole('button', { name: 'Zoom in' }).count()).toBe(0);
      expect(await page.locator('.map-frame').getAttribute('tabindex')).toBeNull();
      expect(await page.locator('.labels text:visible').count()).toBeGreaterThan(1);
    }
  });
});
