import { z } from 'zod';
import { filterText } from '../actions/filter-text.ts';
import type { LinkPurpose } from '../actions/links.ts';
import { confirmSubscription, getByToken, unsubscribe } from '../actions/subscriptions.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../domain/errors.ts';
import { filterOf } from '../store/event-facts.ts';
import { endpoint, type Result } from './endpoint.ts';
import { id } from './schemas.ts';

const HTML = 'text/html; charset=utf-8';
const POLICY = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A page with a heading, a paragraph and perhaps one button. Readers of mailboxes look at it, and programs that follow links to judge them. */
function page(title: string, text: string, button?: string): string {
  const form = button === undefined ? '' : `<form method="post"><button>${escaped(button)}</button></form>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${escaped(title)} · Inaugural</title><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p>${form}</main></html>\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

interface Deed {
  purpose: LinkPurpose;
  summary: string;
  title: string;
  /** To look at: what the button will do. A link is followed by programs too, so following it changes nothing. */
  ask: (what: string, mailbox: string) => string;
  button: string;
  act: (ctx: Ctx, subscriptionId: string, token: string) => Promise<{ title: string; text: string }>;
}

const DEEDS: Deed[] = [
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

const params = z.object({ id });
const query = z.object({ token: z.string().min(1).max(100) });
const responses = {
  200: { description: 'A page', contentType: HTML },
  404: { description: 'A page that says that the link is not valid', contentType: HTML },
};

/** What a reader without a key can do, by the links in his letters. */
async function orSaidKindly(act: () => Promise<string>): Promise<Result> {
  try {
    return { text: await act() };
  } catch (fault) {
    if (!(fault instanceof AppError) || fault.code !== 'not_found') throw fault;
    return { status: 404, text: page('This link is not valid', fault.message) };
  }
}

export const letterLinkEndpoints = DEEDS.flatMap(({ purpose, summary, title, ask, button, act }) => {
  const path = `/subscriptions/{id}/${purpose}`;
  const common = { path, access: 'open' as const, documented: false, params, query, responses, contentSecurityPolicy: POLICY };
  return [
    endpoint({
      ...common,
      method: 'get',
      summary: `Look at ${summary}`,
      errors: ['invalid_request'],
      handler: (ctx, { params, query }) =>
        orSaidKindly(async () => {
          const row = await getByToken(ctx, params.id, purpose, query.token);
          const text = ask(filterText(ctx, filterOf(row)), row.target);
          return purpose === 'confirm' && row.state !== 'unconfirmed' ? page('The alerts are on', text) : page(title, text, button);
        }),
    }),
    endpoint({
      ...common,
      method: 'post',
      summary: `Say ${summary}`,
      description: 'A body is not read; mail programs send one (RFC 8058).',
      errors: ['invalid_request'],
      handler: (ctx, { params, query }) =>
        orSaidKindly(async () => {
          const done = await act(ctx, params.id, query.token);
          return page(done.title, done.text);
        }),
    }),
  ];
});
