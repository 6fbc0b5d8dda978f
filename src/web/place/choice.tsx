import type { VNode } from 'preact';
import { Layout } from '../layout.tsx';
import { links } from '../links.ts';

/** An address that names nothing, or several things to choose from. */
export function ChoicePage({ text, what, choices }: { text: string; what: 'place' | 'airline'; choices: readonly VNode[] }) {
  const title = choices.length === 0 ? `No such ${what}` : `Which ${what}?`;
  return (
    <Layout title={title} section="routes" private>
      <article class="prose">
        <h1>{title}</h1>
        {choices.length === 0 ? (
          <p>
            “{text}” is no {what} of this register, by code or by name. <a href={links.search(text)}>Search for it</a>.
          </p>
        ) : (
          <>
            <p>“{text}” can mean several:</p>
            <ul>
              {choices.map((choice) => (
                <li key={choice.key}>{choice}</li>
              ))}
            </ul>
          </>
        )}
      </article>
    </Layout>
  );
}
