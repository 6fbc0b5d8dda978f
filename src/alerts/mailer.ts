import type { Answer } from './answer.ts';
export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  headers: Readonly<Record<string, string>>;
}
export interface Mailer {
  send: (letter: Letter) => Promise<Answer>;
  close: () => void;
}
export function smtpMailer(_options: { url: string; from: string }): Mailer {
  throw new Error('stub');
}
