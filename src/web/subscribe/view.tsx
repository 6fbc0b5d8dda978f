import { filterText } from '../../actions/filter-text.ts';
import { publicUrl } from '../../config.ts';
import type { Ctx } from '../../context.ts';
import { EVENT_TYPES } from '../../domain/vocabulary.ts';
import type { Reference } from '../../store/reference.ts';
import { TYPE_WORDS } from '../../words/phrases.ts';
import { Layout } from '../layout.tsx';
import { links, withQuery } from '../links.ts';
import { Field, Notice } from '../parts/forms.tsx';
import { typedAirline, typedPlace } from '../resolve.ts';
import { type Choice, choiceQuery } from './choice.ts';

interface Email {
  written: string;
  fault?: string;
  /** The mailbox that a letter was sent to. */
  asked?: string;
}

export function SubscribeView({ ctx, choice, email }: { ctx: Ctx; choice: Choice; email?: Email }) {
  const about = filterText(ctx, choice.filter);
  return (
    <Layout
      title="Alerts"
      description="Be told when an air route is announced, moves, comes due, is overdue or has flown: by e-mail, feed, calendar or webhook."
      section="subscribe"
      canonical={publicUrl(ctx.config) + links.subscribe()}
    >
      <h1>Be told when something happens</h1>
      {email?.asked !== undefined && (
        <Notice kind="good">
          <p>
            Look into the mailbox of {email.asked}: if it may be written to, a letter with a link is on its way. The alerts begin when you
            have followed the link. One mailbox gets no more than three such letters a day.
          </p>
        </Notice>
      )}
      <div class="subscribe">
        <About choice={choice} reference={ctx.reference} />
        <section aria-labelledby="ways">
          <h2 id="ways">How shall it reach you?</h2>
          <p class="about">
            <span class="soft">Chosen:</span> {about}.
          </p>
          <ByMail ctx={ctx} choice={choice} email={email} />
          <ByFeed ctx={ctx} choice={choice} />
          <ByWebhook ctx={ctx} choice={choice} />
        </section>
      </div>
    </Layout>
  );
}

/** What the alerts are about. */
function About({ choice: { written, filter, faults }, reference }: { choice: Choice; reference: Reference }) {
  const place = reference.place(filter.place ?? '');
  const airline = reference.airline(filter.airline ?? '');
  return (
    <form action={links.subscribe()} class="about-form">
      <h2>What about?</h2>
      <Field
        name="place"
        label="Place"
        value={place === undefined ? written.place : typedPlace(reference, place)}
        fault={faults.get('place')}
        suggest="place"
        hint="An airport, a city or a country; empty for everywhere"
        maxLength={100}
      />
      <Field
        name="airline"
        label="Airline"
        value={airline === undefined ? written.airline : typedAirline(reference, airline)}
        fault={faults.get('airline')}
        suggest="airline"
        hint="Empty for every airline"
        maxLength={100}
      />
      <fieldset>
        <legend>Tell me of</legend>
        {EVENT_TYPES.map((type) => (
          <label key={type} class="check">
            <input type="checkbox" name="type" value={type} checked={filter.types.includes(type)} /> {TYPE_WORDS[type]}
          </label>
        ))}
        <p class="hint">None ticked: all of these.</p>
      </fieldset>
      {filter.statuses.length > 0 && <input type="hidden" name="status" value={filter.statuses.join(',')} />}
      <button>Choose</button>
    </form>
  );
}

function ByMail({ ctx, choice, email }: { ctx: Ctx; choice: Choice; email: Email | undefined }) {
  if (ctx.mailer === undefined) {
    return (
      <section class="way">
        <h3>E-mail</h3>
        <p>This server has no mail server set, so that it sends no mails. Follow a feed, the calendar or a webhook.</p>
      </section>
    );
  }
  return (
    <section class="way">
      <h3>E-mail</h3>
      <p>Alerts of a few minutes come as one mail, and each mail has a link that ends them. The address is used for nothing else.</p>
      <form method="post" action={links.subscribe()} class="mail-form">
        {Object.entries(choiceQuery(choice.filter)).map(
          ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <Field
          name="email"
          label="E-mail address"
          type="email"
          required
          maxLength={254}
          autoComplete="email"
          value={email?.asked === undefined ? email?.written : ''}
          fault={email?.fault}
        />
        <button class="primary">Send me a link to confirm</button>
      </form>
    </section>
  );
}

function ByFeed({ ctx, choice }: { ctx: Ctx; choice: Choice }) {
  const query = choiceQuery(choice.filter);
  const { type: _type, ...ofRoutes } = query;
  const server = publicUrl(ctx.config);
  const feeds = [
    ['Atom', withQuery('/feeds/events.atom', query), 'for feed readers'],
    ['JSON Feed', withQuery('/feeds/events.json', query), 'for feed readers and programs'],
    [
      'Calendar',
      withQuery('/feeds/launches.ics', ofRoutes),
      'each first flight over the days it was promised for; subscribe to its address',
    ],
    ['Stream', withQuery('/api/v1/events/stream', query), 'server-sent events, as they happen'],
  ] as const;
  return (
    <section class="way">
      <h3>Feeds and calendar</h3>
      <dl class="feeds">
        {feeds.map(([name, path, what]) => (
          <div key={name}>
            <dt>
              <a href={path}>{name}</a> <span class="soft">{what}</span>
            </dt>
            <dd class="code">{server + path}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ByWebhook({ ctx, choice }: { ctx: Ctx; choice: Choice }) {
  const { types, statuses, place, airline } = choice.filter;
  const filter = {
    ...(types.length === 0 ? {} : { types }),
    ...(statuses.length === 0 ? {} : { statuses }),
    ...(place === null ? {} : { place }),
    ...(airline === null ? {} : { airline }),
  };
  const body = JSON.stringify({
    channel: 'webhook',
    url: 'https://example.org/inaugural',
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
  });
  return (
    <section class="way">
      <h3>Webhook</h3>
      <p>
        Signed as <a href="https://www.standardwebhooks.com/">Standard Webhooks</a> has it, at least once, in order for each route. It needs
        a key of this register: with one, make it <a href={links.desk}>at the desk</a>, or like this:
      </p>
      <pre>
        <code>{`curl -X POST ${publicUrl(ctx.config)}/api/v1/subscriptions \\
  -H 'Authorization: Bearer YOUR_KEY' -H 'Content-Type: application/json' \\
  -d '${body}'`}</code>
      </pre>
    </section>
  );
}
