import { z } from 'zod';
import { askForMails } from '../../actions/subscriptions.ts';
import { mailboxOf } from '../../domain/alerts.ts';
import { AppError } from '../../domain/errors.ts';
import { endpoint, type Result } from '../../http/endpoint.ts';
import { AGAIN, fields } from '../desk/form.tsx';
import { PAGE, PUBLIC_PAGE, render } from '../page.ts';
import { type Choice, readChoice } from './choice.ts';
import { SubscribeView } from './view.tsx';

const choice = {
  place: z.string().max(100).optional(),
  airline: z.string().max(100).optional(),
  type: z.string().max(300).optional(),
  status: z.string().max(300).optional(),
};

const look = endpoint({
  ...PUBLIC_PAGE,
  path: '/subscribe',
  summary: 'Ask for alerts',
  query: z.object(choice),
  handler: (ctx, { query }) => {
    const read = readChoice(ctx.reference, query);
    return { status: read.faults.size === 0 ? 200 : 400, text: render(<SubscribeView ctx={ctx} choice={read} />) };
  },
});

const ask = endpoint({
  ...PAGE,
  method: 'post',
  path: '/subscribe',
  summary: 'Ask for alerts by e-mail',
  access: 'public',
  form: true,
  body: fields({ ...choice, email: z.string().max(300) }),
  handler: async (ctx, { body }) => {
    const { email, do: pressed, ...written } = body;
    const read = readChoice(ctx.reference, written);
    if (pressed === AGAIN) return { text: render(<SubscribeView ctx={ctx} choice={read} email={{ written: email }} />) };
    const mailbox = mailboxOf(email.trim());
    const again = (status: number, fault: string, of: Choice = read): Result => ({
      status,
      text: render(<SubscribeView ctx={ctx} choice={of} email={{ written: email, fault }} />),
    });
    if (mailbox === undefined) return again(400, 'Write an e-mail address, such as desk@example.org.');
    if (read.faults.size > 0) return again(400, 'What the alerts are about has to be mended first, above.');
    try {
      await askForMails(ctx, { target: mailbox, filter: read.filter });
    } catch (fault) {
      if (!(fault instanceof AppError) || fault.code !== 'conflict') throw fault;
      return again(409, fault.message);
    }
    return { text: render(<SubscribeView ctx={ctx} choice={read} email={{ written: email, asked: mailbox }} />) };
  },
});

export const subscribePages = [look, ask];
