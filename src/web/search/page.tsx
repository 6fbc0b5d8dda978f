import { z } from 'zod';
import { endpoint } from '../../http/endpoint.ts';
import { busiestCountries } from '../../store/route-counts.ts';
import { links } from '../links.ts';
import { PUBLIC_PAGE, render } from '../page.ts';
import { find } from './find.ts';
import { FoundPage, StartPage } from './view.tsx';

const CODES = /^\s*[a-z]{3,4}\s*[-–—\s]\s*[a-z]{3,4}\s*$/i;
const COUNTRIES = 15;

export const searchPage = endpoint({
  ...PUBLIC_PAGE,
  path: '/search',
  summary: 'Places, airlines and routes by name',
  query: z.object({ q: z.string().max(100).optional() }),
  handler: async (ctx, { query: { q = '' } }) => {
    const countries = () => busiestCountries(ctx.db, COUNTRIES);
    if (q.trim() === '') return { text: render(<StartPage reference={ctx.reference} countries={await countries()} />) };
    const found = await find(ctx, q);
    const { reading, pairs } = found;
    const byCodes = CODES.test(q) && reading?.from.length === 1 && reading.to.length === 1;
    const exact = pairs.find(({ from, to }) => from === reading?.from[0] && to === reading.to[0]);
    if (byCodes && exact !== undefined) {
      const [row] = exact.rows;
      return { status: 303, location: links.pair(row!.origin, row!.destination) };
    }
    const isEmpty = found.places.length + found.airlines.length + pairs.length === 0;
    return { text: render(<FoundPage reference={ctx.reference} q={q} found={found} countries={isEmpty ? await countries() : []} />) };
  },
});
