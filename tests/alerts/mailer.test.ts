import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { alertLetter, confirmationLetter, disabledNotice } from '../../src/alerts/letters.ts';
import { type Letter, type Mailer, smtpMailer } from '../../src/alerts/mailer.ts';
import { until } from '../support/http.ts';
import { flag, statement } from './facts.ts';
import { mailServer, oddServer, refusal } from './mail-server.ts';

const LETTER: Letter = {
  to: 'reader@example.org',
  subject: 'Алматы–Лахор переносится на май 2023 (SCAT Airlines)',
  text: 'Größe und Ünsicherheit: Алматы–Лахор → май.\n\nA line.\n',
  html: '<p>Größe: Алматы–Лахор → май</p>\n',
  messageId: '<batch-1@routes.example>',
  headers: {
    'List-Id': 'Route alerts <alerts.routes.example>',
    'List-Unsubscribe': `<https://routes.example/unsubscribe?token=${'abcdef0123456789'.repeat(12)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
};

function mailer(url: string, more: { from?: string; timeoutMs?: number } = {}): Mailer {
  const made = smtpMailer({ url, from: 'Inaugural <inaugural@routes.example>', ...more });
  onTestFinished(() => made.close());
  return made;
}

function header(email: { headers: { key: string; value: string }[] }, key: string): string[] {
  return email.headers.filter((one) => one.key === key).map((one) => one.value);
}

describe('a letter', () => {
  test('arrives as it was written, in both parts, with its own Message-ID and headers', async () => {
    const server = await mailServer();
    const answer = await mailer(server.url).send(LETTER);
    expect(answer).toEqual({ status: 250, fault: null, retryAfter: null, milliseconds: expect.any(Number) });
    const [mail] = server.received;
    expect(mail).toMatchObject({ from: 'inaugural@routes.example', to: ['reader@example.org'] });
    const email = await mail!.read();
    // The reader ends each part with a line break of its own.
    expect([email.text, email.html]).toEqual([`${LETTER.text}\n`, `${LETTER.html}\n`]);
    expect(email).toMatchObject({
      subject: LETTER.subject,
      messageId: '<batch-1@routes.example>',
      from: { name: 'Inaugural', address: 'inaugural@routes.example' },
      to: [{ address: 'reader@example.org' }],
    });
    expect(header(email, 'auto-submitted')).toEqual(['auto-generated']);
    for (const [name, value] of Object.entries(LETTER.headers)) expect(header(email, name.toLowerCase())).toEqual([value]);
    // Not folded and not encoded: programs that unsubscribe read it line by line.
    expect(mail!.raw).toContain(`List-Unsubscribe: ${LETTER.headers['List-Unsubscribe']}\r\n`);
  });

  test('has a sender with any name, and one without', async () => {
    const server = await mailServer();
    await mailer(server.url, { from: 'Реестр "Ä", маршрутов <a@routes.example>' }).send(LETTER);
    await mailer(server.url, { from: 'b@routes.example' }).send(LETTER);
    const emails = await Promise.all(server.received.map((one) => one.read()));
    expect(emails[0]!.from).toMatchObject({ name: 'Реестр "Ä", маршрутов', address: 'a@routes.example' });
    expect(emails[1]!.from).toMatchObject({ address: 'b@routes.example' });
    expect(() => smtpMailer({ url: server.url, from: 'nobody' })).toThrow('holds no e-mail address');
  });

  test('goes out with others over few connections, which close with the mailer', async () => {
    const server = await mailServer();
    const made = mailer(server.url);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => made.send({ ...LETTER, messageId: `<${n}@routes.example>` })));
    expect(answers.every(({ status, fault }) => status === 250 && fault === null)).toBe(true);
    expect(server.received).toHaveLength(40);
    expect(server.connections.all).toBeLessThanOrEqual(2);
    made.close();
    await until(() => server.connections.open === 0);
    expect(await made.send(LETTER)).toMatchObject({ status: null, fault: 'the sending was stopped' });
  });

  test('fails when the mailer is closed while the server thinks', async () => {
    let waiting = 0;
    const made = mailer(await oddServer(() => (waiting += 1)), { timeoutMs: 3_600_000 });
    const sending = [made.send(LETTER), made.send(LETTER), made.send(LETTER)];
    await until(() => waiting === 2);
    made.close();
    for (const answer of await Promise.all(sending)) expect(answer).toMatchObject({ status: null, fault: 'the sending was stopped' });
  });

  test('finds its way after the server has dropped the idle connections', async () => {
    const server = await mailServer();
    const made = mailer(server.url);
    await Promise.all([made.send(LETTER), made.send(LETTER)]);
    expect(server.connections.all).toBe(2);
    server.hangUp();
    expect(await made.send(LETTER)).toMatchObject({ status: 250, fault: null });
  });
});

describe('a mail server that does not want the letter', () => {
  test.each([
    ['RCPT', 550, 'the mail server refused the recipient (550)'],
    ['RCPT', 451, 'the mail server refused the recipient for now (451)'],
    ['MAIL', 553, 'the mail server refused the sender (553)'],
    ['DATA', 554, 'the mail server refused the letter (554)'],
    ['DATA', 452, 'the mail server refused the letter for now (452)'],
    ['CONNECT', 421, 'the mail server takes no mail for now (421)'],
  ] as const)('says so after %s with %i, and takes the next one', async (when, code, fault) => {
    let refuse = true;
    const sometimes = (done: (fault?: Error) => void) => done(refuse ? refusal(code) : undefined);
    const server = await mailServer({
      ...(when === 'CONNECT' ? { onConnect: (_session, done) => sometimes(done) } : {}),
      ...(when === 'MAIL' ? { onMailFrom: (_address, _session, done) => sometimes(done) } : {}),
      ...(when === 'RCPT' ? { onRcptTo: (_address, _session, done) => sometimes(done) } : {}),
      ...(when === 'DATA' ? { onData: (stream, _session, done) => void stream.resume().on('end', () => sometimes(done)) } : {}),
    });
    const made = mailer(server.url);
    expect(await made.send(LETTER)).toMatchObject({ status: code, fault, retryAfter: null });
    refuse = false;
    expect(await made.send(LETTER)).toMatchObject({ status: 250, fault: null });
  });

  test('is told when nobody listens', async () => {
    expect(await mailer('smtp://127.0.0.1:1').send(LETTER)).toMatchObject({ status: null, fault: 'the mail server cannot be reached' });
  });

  test('may close at once, or in the middle', async () => {
    const atOnce = await oddServer((socket) => socket.end());
    expect(await mailer(atOnce).send(LETTER)).toMatchObject({ status: null, fault: 'the mail server closed the connection' });
    const inTheMiddle = await oddServer((socket) => {
      socket.write('220 hello\r\n');
      socket.on('data', (chunk) => (String(chunk).startsWith('EHLO') ? socket.write('250 hello\r\n') : socket.destroy()));
    });
    expect(await mailer(inTheMiddle).send(LETTER)).toMatchObject({ status: null, fault: 'the mail server closed the connection' });
  });

  test('may hang, or drip, and is left when the time is over', async () => {
    const hanging = await oddServer(() => {});
    expect(await mailer(hanging, { timeoutMs: 200 }).send(LETTER)).toMatchObject({ status: null, fault: 'no answer within 0.2 s' });
    const dripping = await oddServer((socket) => {
      const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await mailer(dripping, { timeoutMs: 200 }).send(LETTER)).toMatchObject({ status: null, fault: 'no answer within 0.2 s' });
  });

  test('may speak another language', async () => {
    const web = await oddServer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const answer = await mailer(web).send(LETTER);
    expect(answer).toMatchObject({ status: null, fault: 'the mail server gave an answer that is not SMTP' });
  });

  test('has a certificate that nobody signed', async () => {
    const server = await mailServer({ disabledCommands: ['AUTH'] });
    expect(await mailer(server.url).send(LETTER)).toMatchObject({
      status: null,
      fault: 'the connection to the mail server cannot be secured',
    });
    expect(server.received).toEqual([]);
  });

  test('gets no password in clear, unless its URL says so', async () => {
    const passwords: string[] = [];
    const server = await mailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      authOptional: false,
      onAuth: ({ password = '' }, _session, done) => {
        passwords.push(String(password));
        done(password === 'right' ? null : refusal(535), { user: 'u' });
      },
    });
    const withPassword = (password: string) => `smtp://user:${password}@127.0.0.1:${server.port}`;
    expect((await mailer(withPassword('right')).send(LETTER)).fault).toBe('the connection to the mail server cannot be secured');
    expect(passwords).toEqual([]);
    expect(await mailer(`${withPassword('wrong')}?requireTLS=false`).send(LETTER)).toMatchObject({
      status: 535,
      fault: 'the mail server did not accept the name and password (535)',
    });
    expect(await mailer(`${withPassword('right')}?requireTLS=false`).send(LETTER)).toMatchObject({ status: 250, fault: null });
  });
});

describe('whoever writes into a letter', () => {
  const LINKS = {
    unsubscribe: 'https://routes.example/u?t=1',
    oneClick: 'https://routes.example/u1?t=1',
    web: 'https://routes.example',
  };
  const HEADERS = [
    'auto-submitted',
    'content-type',
    'date',
    'from',
    'list-id',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'message-id',
    'mime-version',
    'subject',
    'to',
  ];
  const hostile = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)//https://x',
      'data:text/html,<script>alert(1)</script>',
      'https://x.example/"><script>alert(1)</script>',
      'https://x.example/\r\nBcc: evil@example.net',
      'x\r\nBcc: evil@example.net',
      'x\nBcc: evil@example.net\n\n<script>',
      'x\rTo: evil@example.net',
      'x\r\n\r\n.\r\nRCPT TO:<evil@example.net>',
      'x\u2028Bcc: evil@example.net',
      'x\u0085Bcc: evil@example.net',
      '=?utf-8?Q?=0D=0ABcc:_evil@example.net?=',
      '</title><script>',
      '--><!--',
      '\u202emoc.elgoog',
      '&lt;script&gt;',
      '\ud800 broken',
      '\u0000',
      '.',
      ' ',
    ),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '\r', '\n', ':', ' ', 'a', '@', ',', '\0'), maxLength: 40 }),
  );
  const place = fc.record({ code: hostile, name: hostile, country: hostile });
  const facts = fc.record({
    origin: place,
    destination: place,
    airline: fc.record({ id: hostile, iata: hostile, icao: hostile, name: hostile }),
    source: fc.record({ name: hostile, url: hostile }),
    links: fc.record({ route: hostile, announcements: hostile }),
    wording: hostile,
    filterText: hostile,
    several: fc.boolean(),
  });

  const TAG = /^<(!DOCTYPE html|\/?(html|head|title|style|body|div|h1|h2|p|a|b|br|meta)(?<attributes>( [a-z-]+="[^"<>]*")*))>$/;

  function expectHarmless(html: string): void {
    for (const [tag] of html.matchAll(/<[^>]*>?/g)) {
      const attributes = TAG.exec(tag)?.groups?.attributes;
      if (tag !== '<!DOCTYPE html>' && attributes === undefined) expect.fail(`${tag} is no tag of ours`);
      for (const [, name, value] of (attributes ?? '').matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
        expect(['href', 'class', 'style', 'lang', 'charset', 'name', 'content']).toContain(name);
        if (name === 'href') expect(value).toMatch(/^https?:\/\//);
      }
    }
  }

  test('adds no script, no header and no recipient: 500 alerts of hostile words', async () => {
    const server = await mailServer();
    const made = mailer(server.url);
    for (const { wording, filterText, several, ...words } of fc.sample(facts, { numRuns: 500, seed: 20261124 })) {
      const moved = statement('route.launch_moved', '2023-04', '2023-05', words);
      moved.data.launch!.wording = wording;
      const items = several ? [moved, flag('route.launch_due', '2023-04-01', words)] : [moved];
      const answer = await made.send(alertLetter(items, 'reader@example.org', filterText, LINKS, '<b@routes.example>'));
      expect(answer).toMatchObject({ status: 250, fault: null });
      const mail = server.received.at(-1)!;
      const email = await mail.read();
      expect(mail.to).toEqual(['reader@example.org']);
      expect(email.headers.map(({ key }) => key).sort()).toEqual(HEADERS);
      expect(email.to).toMatchObject([{ address: 'reader@example.org' }]);
      expect([email.cc, email.bcc, email.attachments]).toEqual([undefined, undefined, []]);
      expectHarmless(email.html!);
      expect(email.text).not.toMatch(/<(javascript|data):/i);
    }
    expect(server.received).toHaveLength(500);
  });

  test('can do no more in the other letters', async () => {
    const server = await mailServer();
    const made = mailer(server.url);
    for (const [a, b] of fc.sample(fc.tuple(hostile, hostile), { numRuns: 100, seed: 7 })) {
      const facts = { target: a, since: '2023-07-08T10:15:00.000Z', reason: b, pending: 2, manage: b };
      await made.send(disabledNotice('reader@example.org', facts, '<n@routes.example>'));
      await made.send(confirmationLetter('reader@example.org', a, { confirm: b, web: a }, '<c@routes.example>'));
    }
    expect(server.received).toHaveLength(200);
    for (const mail of server.received) {
      const email = await mail.read();
      expect(mail.to).toEqual(['reader@example.org']);
      expect(email.headers.map(({ key }) => key).sort()).toEqual(HEADERS.filter((key) => !key.startsWith('list-')));
      expectHarmless(email.html!);
    }
  });

  test('gets nothing past the mailer itself: the letter is refused, or arrives with one recipient and no header more', async () => {
    const server = await mailServer();
    const made = mailer(server.url);
    const fields = ['to', 'subject', 'text', 'html', 'messageId', 'headerName', 'headerValue'] as const;
    const letters = fc.sample(fc.tuple(fc.constantFrom(...fields), hostile), { numRuns: 500, seed: 1 }).map(([field, words]): Letter => {
      if (field === 'headerName') return { ...LETTER, headers: { ...LETTER.headers, [words]: 'x' } };
      if (field === 'headerValue') return { ...LETTER, headers: { ...LETTER.headers, 'List-Id': words } };
      return { ...LETTER, [field]: words };
    });
    const answers = await Promise.all(letters.map((letter) => made.send(letter)));
    expect(answers.filter(({ fault }) => fault === null)).toHaveLength(server.received.length);
    expect(server.received.length).toBeGreaterThan(100);
    expect(server.received.length).toBeLessThan(400);
    for (const mail of server.received) {
      const email = await mail.read();
      expect(mail.to).toEqual(['reader@example.org']);
      expect(email.to).toMatchObject([{ address: 'reader@example.org' }]);
      expect([...HEADERS, 'content-transfer-encoding']).toEqual(expect.arrayContaining(email.headers.map(({ key }) => key)));
    }
  });

  test.each([
    [{ to: 'a@example.org, b@example.org' }, 'this is not the address of one mailbox'],
    [{ to: 'a@example.org\r\nRCPT TO:<b@example.org>' }, 'this is not the address of one mailbox'],
    [{ to: 'Name <a@example.org>' }, 'this is not the address of one mailbox'],
    [{ to: 'group:a@example.org;' }, 'this is not the address of one mailbox'],
    [{ to: '' }, 'this is not the address of one mailbox'],
    [{ messageId: '<a@b>\r\nBcc: <evil@example.net>' }, 'the letter has no usable Message-ID'],
    [{ headers: { Bcc: 'evil@example.net' } }, 'the letter has a header that may not be sent (Bcc)'],
    [{ headers: { 'List-Id': 'x\r\nBcc: evil@example.net' } }, 'the letter has a header that may not be sent (List-Id)'],
    [{ headers: { 'List-Id\r\nBcc': 'evil@example.net' } }, 'the letter has a header that may not be sent (List-Id Bcc)'],
  ])('is refused with %j', async (part, fault) => {
    const server = await mailServer();
    expect(await mailer(server.url).send({ ...LETTER, ...part })).toMatchObject({ status: null, fault });
    expect(server.connections.all).toBe(0);
  });
});
