import { endpoint } from '../http/endpoint.ts';
import { Layout } from './layout.tsx';
import { PUBLIC_PAGE, render } from './page.ts';

export const aboutPage = endpoint({
  ...PUBLIC_PAGE,
  path: '/about',
  summary: 'How the register works',
  handler: () => ({
    text: render(
      <Layout title="How the register works" section="about">
        <article class="prose">
          <h1>How the register works</h1>
        </article>
      </Layout>,
    ),
  }),
});
