import type { ShownKey } from '../../actions/keys.ts';
import type { ShownSubscription } from '../../actions/subscriptions.ts';
import type { Ctx } from '../../context.ts';
import { deskLinks } from '../links.ts';
import { Notice } from '../parts/forms.tsx';
import { Desk } from './frame.tsx';

interface Props {
  ctx: Ctx;
  openDrafts: number;
  of: { kind: 'secret'; subscription: ShownSubscription } | { kind: 'key'; key: ShownKey };
  secret: string;
}

/** The one page that shows a secret: the answer to the form that made it. */
export function SecretOnce({ ctx, openDrafts, of, secret }: Props) {
  const isKey = of.kind === 'key';
  const title = isKey ? 'The new key' : 'The signing secret';
  return (
    <Desk ctx={ctx} openDrafts={openDrafts} title={title} current={isKey ? 'keys' : 'subscriptions'}>
      <h1>{title}</h1>
      <Notice>
        <p>
          Copy it now: it is shown this once and kept nowhere in this form.{' '}
          {isKey ? `It belongs to “${of.key.name}” (${of.key.scope}).` : `Messages to ${of.subscription.target} are signed with it.`}
        </p>
      </Notice>
      <p>
        <code class="desk-secret">{secret}</code>
      </p>
      <p>
        {isKey ? <a href={deskLinks.keys()}>All keys</a> : <a href={deskLinks.subscription(of.subscription.id)}>To the subscription</a>}
      </p>
    </Desk>
  );
}
