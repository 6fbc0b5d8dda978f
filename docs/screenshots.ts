// Takes pictures of the pages with the ledger that comes with the program. `npm run screenshots` writes the two that README
// shows and the icon as a picture; with `--all FOLDER` every page, at the desk and on a phone, light and dark.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';

const ROOT = join(import.meta.dirname, '..');
const KEY = 'inaugural_key_for_pictures_alone_0123456789';
const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const OPEN_PAGES = {
  home: '/',
  kazakhstan: '/?place=KZ',
  'almaty-lahore': '/routes/ALA-LHE',
  'almaty-karachi': '/routes/ALA-KHI',
  'as-of': '/routes/ALA-LHE?asOf=2023-04-02',
  airport: '/places/ALA',
  country: '/places/KZ',
  airline: '/airlines/scat-airlines',
  due: '/due',
  search: '/search?q=almaty',
  subscribe: '/subscribe?place=KZ',
  about: '/about',
  missing: '/nowhere',
};
const DESK_PAGES = {
  'sign-in': '/admin/sign-in',
  'desk-due': '/admin/due',
  'desk-record': '/admin/record?origin=ALA&destination=LHE&airline=DV',
  'desk-extract': '/admin/extract',
  'desk-inbox': '/admin/inbox',
  'desk-sources': '/admin/sources',
  'desk-subscriptions': '/admin/subscriptions',
  'desk-deliveries': '/admin/deliveries',
  'desk-corrections': '/admin/corrections',
  'desk-keys': '/admin/keys',
  'desk-audit': '/admin/audit',
};

interface Look {
  name: string;
  options: BrowserContextOptions;
}

const LOOKS: readonly Look[] = [
  { name: 'desktop-light', options: { ...DESKTOP, colorScheme: 'light' } },
  { name: 'desktop-dark', options: { ...DESKTOP, colorScheme: 'dark' } },
  { name: 'phone-light', options: { ...PHONE, colorScheme: 'light' } },
  { name: 'phone-dark', options: { ...PHONE, colorScheme: 'dark' } },
];

async function withServer(work: (origin: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'inaugural-pictures-'));
  const env = {
    ...process.env,
    PORT: '4173',
    DATABASE_URL: `sqlite:${join(folder, 'register.db')}`,
    ADMIN_KEY: KEY,
    COURIER: 'off',
    LOG_LEVEL: 'error',
  };
  const server = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const origin = /serves (http:\/\/\S+)/.exec(line)?.[1];
      if (origin === undefined) continue;
      await work(origin);
      break;
    }
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
    rmSync(folder, { recursive: true });
  }
}

async function takeAll(browser: Browser, origin: string, folder: string): Promise<void> {
  for (const { name, options } of LOOKS) {
    const context = await browser.newContext({ ...options, baseURL: origin });
    const page = await context.newPage();
    const take = async (pages: Record<string, string>): Promise<void> => {
      for (const [title, path] of Object.entries(pages)) {
        await page.goto(path, { waitUntil: 'networkidle' });
        await page.screenshot({ path: join(folder, `${title}-${name}.png`), fullPage: true });
        process.stdout.write(`${title}-${name}.png\n`);
      }
    };
    await take(OPEN_PAGES);
    await page.goto('/admin/sign-in');
    await page.getByLabel('Key').fill(KEY);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/admin**');
    await take(DESK_PAGES);
    await context.close();
  }
}

/** The sign of the program for those who take no SVG: previews of shared links, and telephones. */
async function takeIcon(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 512, height: 512 } });
  const icon = readFileSync(join(ROOT, 'src/web/static/icon.svg'), 'utf8');
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${icon}`);
  await page.screenshot({ path: join(ROOT, 'src/web/static/icon.png'), omitBackground: true });
  process.stdout.write('src/web/static/icon.png\n');
  await page.close();
}

/** The two of README: as wide as a window at a desk, as high as a reader sees without scrolling far. */
async function takeForReadme(browser: Browser, origin: string): Promise<void> {
  for (const [title, path, colorScheme] of [
    ['home', OPEN_PAGES.home, 'light'],
    ['almaty-lahore', OPEN_PAGES['almaty-lahore'], 'dark'],
  ] as const) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 960 }, colorScheme, baseURL: origin });
    const page = await context.newPage();
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.screenshot({ path: join(ROOT, 'docs', `${title}.png`) });
    process.stdout.write(`docs/${title}.png\n`);
    await context.close();
  }
}

const { values } = parseArgs({ options: { all: { type: 'string' } } });
await withServer(async (origin) => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    if (values.all === undefined) {
      await takeIcon(browser);
      await takeForReadme(browser, origin);
    } else {
      mkdirSync(values.all, { recursive: true });
      await takeAll(browser, origin, values.all);
    }
  } finally {
    await browser.close();
  }
});
