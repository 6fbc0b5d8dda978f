import type { Endpoint } from '../http/endpoint.ts';
import { aboutPage } from './about.tsx';
import { assetEndpoint } from './assets.ts';
import { homePage } from './home/page.tsx';
import { letterPages } from './letter-pages.tsx';
import { subscribePages } from './subscribe/page.tsx';
import { suggestEndpoint } from './suggest.ts';

/** Every page that people look at, and what pages use. */
export const pages: readonly Endpoint[] = [homePage, aboutPage, ...subscribePages, ...letterPages, suggestEndpoint, assetEndpoint];
