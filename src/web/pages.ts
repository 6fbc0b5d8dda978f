import type { Endpoint } from '../http/endpoint.ts';
import { aboutPage } from './about.tsx';
import { assetEndpoint } from './assets.ts';
import { duePage } from './due/page.tsx';
import { airlinePage } from './place/airline-page.tsx';
import { placePage } from './place/place-page.tsx';
import { routePage } from './route/page.tsx';
import { searchPage } from './search/page.tsx';

/** Every page that people look at, and what pages use. */
export const pages: readonly Endpoint[] = [aboutPage, routePage, placePage, airlinePage, duePage, searchPage, assetEndpoint];
