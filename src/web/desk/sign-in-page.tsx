import type { IncomingMessage } from 'node:http';
import type { FormFields } from '../../http/exchange.ts';
import { Layout } from '../layout.tsx';
import { deskLinks, links } from '../links.ts';
import { render } from '../page.ts';
import { Field, Notice } from '../parts/forms.tsx';
import { AGAIN, Hidden } from './form.tsx';

interface Props {
  request: IncomingMessage;
  next: string | undefined;
  /** A form that was being filled in when the session ended, as JSON. */
  form?: string | undefined;
  fault?: string | undefined;
}

export function signInPage({ request, next, form, fault }: Props): string {
  return render(
    <Layout title="Sign in" section="desk" private>
      <div class="desk-narrow">
        <h1>Sign in to the desk</h1>
        {form !== undefined && (
          <Notice>
            <p>Your session has ended. Nothing that you typed is lost: sign in, and the form is there again.</p>
          </Notice>
        )}
        {isInsecure(request) && (
          <Notice kind="bad">
            <p>
              This page came over plain http. Your browser does not keep a session that way: open the desk by its https address, or on the
              machine itself as localhost.
            </p>
          </Notice>
        )}
        <form class="desk-form" method="post" action={links.signIn()}>
          <Field
            name="key"
            label="Key"
            type="password"
            autoComplete="current-password"
            required
            autoFocus
            fault={fault}
            hint="Any key of the register: it is the one that programs send. Your operator makes keys."
          />
          <Hidden values={{ next, form }} />
          <div class="desk-do">
            <button class="primary">Sign in</button>
          </div>
        </form>
      </div>
    </Layout>,
  );
}

/** Hands a form back to who filled it in, once they have signed in again. */
export function handBackPage(action: string, form: FormFields): string {
  const shown = Object.entries(form).filter(([name, value]) => value !== '' && name !== 'do');
  return render(
    <Layout title="Signed in" section="desk" private>
      <div class="desk-narrow">
        <h1>You are signed in again</h1>
        <p>The form that you were filling in has not been sent. Open it as it was, look it over and send it.</p>
        <form class="desk-form" method="post" action={action}>
          <Hidden values={{ ...Object.fromEntries(shown), do: AGAIN }} />
          <div class="desk-do">
            <button class="primary" autofocus>
              Open the form again
            </button>{' '}
            <a href={deskLinks.due()}>Leave it</a>
          </div>
        </form>
      </div>
    </Layout>,
  );
}

/** Whether the browser came over plain http from elsewhere, as far as the request tells. */
function isInsecure(request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers;
  if (/^(localhost|127(\.\d+){3}|\[::1\]|[\w.-]+\.localhost)(:\d+)?$/i.test(host)) return false;
  // Browsers say where a request comes from only to a host they call trustworthy; that is where they keep sessions too.
  if (request.headers['sec-fetch-site'] !== undefined) return false;
  if (origin !== undefined && origin !== 'null') return origin.startsWith('http:');
  const proto = request.headers['x-forwarded-proto'];
  return (Array.isArray(proto) ? proto[0] : proto) !== 'https';
}
