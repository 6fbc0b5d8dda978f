import type { Endpoint } from '../http/endpoint.ts';
import { aboutPage } from './about.tsx';
import { assetEndpoint } from './assets.ts';
import { homePage } from './home/page.tsx';

/** Every page that people look at, and what pages use. */
export const pages: readonly Endpoint[] = [homePage, aboutPage, assetEndpoint];
