import { z } from 'zod';
import { filterText } from '../actions/filter-text.ts';
import type { LinkPurpose } from '../actions/links.ts';
import { confirmSubscription, getByToken, unsubscribe } from '../actions/subscriptions.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import { endpoint, type Result } from '../http/endpoint.ts';
import { id } from '../http/schemas.ts';
import { filterOf } from '../store/event-facts.ts';
import { Layout } from './layout.tsx';
import { links } from './links.ts';
import { PAGE, render } from './page.ts';

interface Deed {
  purpose: LinkPurpose;
  summary: string;
  title: string;
  /** To look at: what the button will do. A link is followed by programs too, so following it changes nothing. */
  ask: (what: string, mailbox: string) => string;
  button: string;
  act: (ctx: Ctx, subscriptionId: string, token: string) => Promise<{ title: string; text: string }>;
}

const DEEDS: readonly Deed[] = [
  {
    purpose: 'confirm',
    summary: 'the alerts that a letter asks about',
    title: 'Do you want these alerts?',
    ask: (what, mailbox) => `Alerts about ${what} will be sent to ${mailbox}.`,
    button: 'Yes, send me these alerts',
    async act(ctx, subscriptionId, token) {
      const row = await confirmSubscription(ctx, subscriptionId, token);
      return {
        title: 'The alerts are on',
        text: `You get alerts about ${filterText(ctx, filterOf(row))}. Each has a link that ends them.`,
      };
    },
  },
  {
    purpose: 'unsubscribe',
    summary: 'that the alerts end',
    title: 'Stop these alerts?',
    ask: (what, mailbox) => `Alerts about ${what} are sent to ${mailbox}.`,
    button: 'Stop these alerts',
    async act(ctx, subscriptionId, token) {
      await unsubscribe(ctx, subscriptionId, token);
      return { title: 'The alerts are off', text: 'No more of these alerts are sent to you.' };
    },
  },
];

function letterPage(title: string, text: string, button?: string): string {
  return render(
    <Layout title={title} section="subscribe" private>
      <article class="prose">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        {button === undefined ? (
          <p>
            <a href={links.home()}>All routes</a> · <a href={links.subscribe()}>Other alerts</a>
          </p>
        ) : (
          <form method="post">
            <button class="primary">{button}</button>
          </form>
        )}
      </article>
    </Layout>,
  );
}

const params = z.object({ id });
const query = z.object({ token: z.string().min(1).max(100) });

/** What a reader without a key can do, by the links in letters. */
async function orSaidKindly(act: () => Promise<string>): Promise<Result> {
  try {
    return { text: await act() };
  } catch (fault) {
    if (!(fault instanceof AppError) || fault.code !== 'not_found') throw fault;
    return { status: 404, text: letterPage('This link is not valid', fault.message) };
  }
}

export const letterPages = DEEDS.flatMap(({ purpose, summary, title, ask, button, act }) => {
  const common = { ...PAGE, path: `/subscriptions/{id}/${purpose}`, access: 'open' as const, params, query };
  return [
    endpoint({
      ...common,
      method: 'get',
      summary: `Look at ${summary}`,
      handler: (ctx, { params, query }) =>
        orSaidKindly(async () => {
          const row = await getByToken(ctx, params.id, purpose, query.token);
          const text = ask(filterText(ctx, filterOf(row)), row.target);
          return purpose === 'confirm' && row.state !== 'unconfirmed'
            ? letterPage('The alerts are on', text)
            : letterPage(title, text, button);
        }),
    }),
    endpoint({
      ...common,
      method: 'post',
      // A body is not read, and it may come from anywhere: mail programs send one (RFC 8058).
      summary: `Say ${summary}`,
      handler: (ctx, { params, query }) =>
        orSaidKindly(async () => {
          const done = await act(ctx, params.id, query.token);
          return letterPage(done.title, done.text);
        }),
    }),
  ];
});
