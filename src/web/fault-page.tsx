import type { FaultPage } from '../http/exchange.ts';
import { signInPage } from './desk/sign-in-page.tsx';
import { Layout } from './layout.tsx';
import { links } from './links.ts';
import { render } from './page.ts';

const HEADINGS: Partial<Record<number, string>> = {
  400: 'That address does not work',
  403: 'That is not allowed',
  404: 'There is nothing here',
  429: 'Too many requests',
  500: 'The program failed',
  503: 'Not just now',
};

/** What a person sees of a refusal; who has not signed in is shown where. */
export const faultPage: FaultPage = (problem, request, form) => {
  const path = request.url ?? '/';
  if (problem.status === 401) {
    // What was typed goes through signing in and comes back.
    if (form !== undefined) return { status: 401, html: signInPage({ request, next: path, form: JSON.stringify(form) }) };
    return { status: 303, html: '', location: links.signIn(request.method === 'GET' ? path : undefined) };
  }
  const { status, detail, errors = [], requestId } = problem;
  const html = render(
    <Layout title={HEADINGS[status] ?? problem.title} private>
      <article class="prose">
        <p class="eyebrow">Error {status}</p>
        <h1>{HEADINGS[status] ?? problem.title}</h1>
        <p>{detail}</p>
        {errors.length > 1 && (
          <ul>
            {errors.map((error) => (
              <li key={error.pointer}>
                <code>{error.pointer}</code> {error.detail}
              </li>
            ))}
          </ul>
        )}
        {status >= 500 && (
          <p>
            The request id is <code>{requestId}</code>.
          </p>
        )}
        <p>
          <a href={links.home()}>All routes</a> · <a href={links.due()}>What is due</a> · <a href={links.search()}>Search</a>
        </p>
      </article>
    </Layout>,
  );
  return { status, html };
};
