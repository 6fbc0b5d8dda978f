import type { Endpoint } from '../../http/endpoint.ts';
import { auditEndpoints } from './audit.tsx';
import { correctionEndpoints } from './corrections.tsx';
import { deliveryEndpoints } from './deliveries.tsx';
import { dueEndpoints } from './due.tsx';
import { extractEndpoints } from './extract.tsx';
import { inboxEndpoints } from './inbox.tsx';
import { draftEndpoints } from './inbox-draft.tsx';
import { keyEndpoints } from './keys.tsx';
import { newSubscriptionEndpoints } from './new-subscription.tsx';
import { recordEndpoints } from './record.tsx';
import { routeEndpoints } from './route.tsx';
import { sayEndpoints } from './say.tsx';
import { signInEndpoints } from './sign-in.tsx';
import { sourceEndpoints } from './sources.tsx';
import { subscriptionEndpoints } from './subscriptions.tsx';

/** All pages and forms of the editors' desk. */
export const deskEndpoints: readonly Endpoint[] = [
  ...signInEndpoints,
  ...dueEndpoints,
  ...inboxEndpoints,
  ...draftEndpoints,
  ...sayEndpoints,
  ...recordEndpoints,
  ...extractEndpoints,
  ...correctionEndpoints,
  ...routeEndpoints,
  ...newSubscriptionEndpoints,
  ...subscriptionEndpoints,
  ...deliveryEndpoints,
  ...sourceEndpoints,
  ...keyEndpoints,
  ...auditEndpoints,
];
