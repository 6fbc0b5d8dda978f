import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Ctx, utcDay } from '../context.ts';
import { HTML } from '../http/answer.ts';
import type { Answer } from '../http/endpoint.ts';

const html = (description: string): Answer => ({ description, contentType: HTML });

/** What all pages have in common, for `endpoint({ ...PAGE, … })`. */
export const PAGE = {
  isPage: true,
  documented: false,
  responses: {
    200: html('The page'),
    303: html('Done; see there'),
    308: html('It has another address'),
    400: html('The page, with what is wrong in it'),
    404: html('A page that says that there is nothing'),
    409: html('The page, with what stands against it'),
    412: html('The page, with what has changed'),
  } as Readonly<Record<number, Answer>>,
} as const;

/** For pages that anybody may read: kept until the data or the day changes. */
export const PUBLIC_PAGE = { ...PAGE, method: 'get', access: 'public', cacheable: true, cacheKey: utcDay } as const;

/** For pages that show the days of places: in some zone a day begins at any quarter of an hour. */
export function quarterHour(ctx: Pick<Ctx, 'now'>): string {
  return String(Math.floor(ctx.now() / 900_000));
}

/** The text of a document. */
export function render(document: VNode): string {
  return `<!doctype html>${renderToString(document)}`;
}
