import type { Endpoint } from '../http/endpoint.ts';
import { aboutPage } from './about.tsx';
import { assetEndpoint } from './assets.ts';
import { deskEndpoints } from './desk/endpoints.ts';

/** Every page that people look at, and what pages use. */
export const pages: readonly Endpoint[] = [aboutPage, assetEndpoint, ...deskEndpoints];
