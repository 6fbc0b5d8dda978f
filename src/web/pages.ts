import type { Endpoint } from '../http/endpoint.ts';
import { aboutPage } from './about.tsx';
import { assetEndpoint } from './assets.ts';
import { deskEndpoints } from './desk/endpoints.ts';
import { duePage } from './due/page.tsx';
import { homePage } from './home/page.tsx';
import { letterPages } from './letter-pages.tsx';
import { airlinePage } from './place/airline-page.tsx';
import { placePage } from './place/place-page.tsx';
import { robots } from './robots.ts';
import { routePage } from './route/page.tsx';
import { searchPage } from './search/page.tsx';
import { subscribePages } from './subscribe/page.tsx';
import { suggestEndpoint } from './suggest.ts';

/** Every page that people look at, and what pages use. */
export const pages: readonly Endpoint[] = [
  homePage,
  routePage,
  placePage,
  airlinePage,
  duePage,
  searchPage,
  aboutPage,
  ...subscribePages,
  ...letterPages,
  ...deskEndpoints,
  suggestEndpoint,
  robots,
  assetEndpoint,
];
