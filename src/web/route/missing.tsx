import { Layout } from '../layout.tsx';
import { deskLinks, links } from '../links.ts';
import { PlaceLink, placeName } from '../parts/names.tsx';
import type { PlacePair } from '../resolve.ts';

/** Two known places, and nobody said that a route between them would start. */
export function NoRoutePage({ pair: { from, to } }: { pair: PlacePair }) {
  const name = `${placeName(from)}–${placeName(to)}`;
  return (
    <Layout title={name} section="routes" private>
      <article class="prose">
        <p class="eyebrow">
          <span class="code">
            {from.code}–{to.code}
          </span>
        </p>
        <h1>{name}</h1>
        <p class="lead">Nothing was said of a new route between these two places, as far as this register knows.</p>
        <p>What is known of each of them:</p>
        <ul class="plain">
          <li>
            <PlaceLink place={from} />
          </li>
          <li>
            <PlaceLink place={to} />
          </li>
        </ul>
        <p>
          Somebody has said it? <a href={deskLinks.record({ origin: from.code, destination: to.code })}>Record the statement</a>, or{' '}
          <a href={links.subscribe({ place: from.code })}>get alerts for {placeName(from)}</a>.
        </p>
      </article>
    </Layout>
  );
}

/** Words that name no pair, or several. */
export function NotUnderstoodPage({ text, pairs }: { text: string; pairs: readonly PlacePair[] }) {
  return (
    <Layout title={pairs.length === 0 ? 'No such pair' : 'Which pair?'} section="routes" private>
      <article class="prose">
        <h1>{pairs.length === 0 ? 'No such pair' : 'Which pair?'}</h1>
        {pairs.length === 0 ? (
          <p>
            “{text}” names no two places that this register knows. Write two codes or names, for example <span class="code">ALA-LHE</span>{' '}
            or almaty-lahore, or <a href={links.search(text)}>search for it</a>.
          </p>
        ) : (
          <>
            <p>“{text}” can mean several pairs:</p>
            <ul class="plain">
              {pairs.map(({ from, to }) => (
                <li key={`${from.code}-${to.code}`}>
                  <a href={links.pair(from.code, to.code)}>
                    {from.name} – {to.name}{' '}
                    <span class="code">
                      {from.code}–{to.code}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </article>
    </Layout>
  );
}
