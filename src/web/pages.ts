import type { Endpoint } from '../http/endpoint.ts';
import { aboutPage } from './about.tsx';
import { assetEndpoint } from './assets.ts';
import { letterPages } from './letter-pages.tsx';
import { subscribePages } from './subscribe/page.tsx';

/** Every page that people look at, and what pages use. */
export const pages: readonly Endpoint[] = [aboutPage, ...subscribePages, ...letterPages, assetEndpoint];
