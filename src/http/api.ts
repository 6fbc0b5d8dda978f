import { adminEndpoints } from './admin.ts';
import { announcementEndpoints } from './announcements.ts';
import { correctionEndpoints } from './corrections.ts';
import { deliveryEndpoints } from './deliveries.ts';
import type { Endpoint } from './endpoint.ts';
import { eventEndpoints } from './events.ts';
import { exportEndpoints } from './exports.ts';
import { extractionEndpoints } from './extractions.ts';
import { feedEndpoints } from './feeds.ts';
import { inboxEndpoints } from './inbox.ts';
import { placeEndpoints } from './places.ts';
import { routeEndpoints } from './routes.ts';
import { sourceEndpoints } from './sources.ts';
import { streamEndpoints } from './stream.ts';
import { subscriptionEndpoints } from './subscriptions.ts';

/** Every call of the register. `createApp` adds what tells of the server itself: health, metrics, `/openapi.json`, `/docs`. */
export const endpoints: readonly Endpoint[] = [
  ...routeEndpoints,
  ...announcementEndpoints,
  ...extractionEndpoints,
  ...placeEndpoints,
  ...eventEndpoints,
  ...streamEndpoints,
  ...subscriptionEndpoints,
  ...deliveryEndpoints,
  ...sourceEndpoints,
  ...inboxEndpoints,
  ...correctionEndpoints,
  ...exportEndpoints,
  ...feedEndpoints,
  ...adminEndpoints,
];
