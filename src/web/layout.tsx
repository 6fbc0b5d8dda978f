import type { ComponentChildren } from 'preact';
import { VERSION } from '../version.ts';
import { assetPath } from './assets.ts';
import { links } from './links.ts';

interface Head {
  /** Without the register's name, which follows it. */
  title: string;
  /** A sentence for search engines and for cards of shared links. */
  description?: string;
  /** The page's own address, whole. */
  canonical?: string;
  /** Not for search engines. */
  private?: boolean;
  /** https://schema.org, as an object. */
  structured?: object;
  /** Feeds of what the page shows. */
  feeds?: readonly { type: string; title: string; href: string }[];
  /** Names of the scripts in `client/`, without ending. */
  scripts?: readonly string[];
}

interface Props extends Head {
  /** The entry of the navigation that the page belongs to. */
  section?: Section | undefined;
  /** What stands in the search box. */
  q?: string;
  children: ComponentChildren;
}

type Section = 'routes' | 'due' | 'subscribe' | 'about' | 'desk';

const SECTIONS: readonly { id: Section; label: string; href: string }[] = [
  { id: 'routes', label: 'Routes', href: links.home() },
  { id: 'due', label: 'Due', href: links.due() },
  { id: 'subscribe', label: 'Alerts', href: links.subscribe() },
  { id: 'about', label: 'About', href: links.about },
  { id: 'desk', label: 'Desk', href: links.desk },
];

/** The frame of every page. */
export function Layout(props: Props) {
  const { section, q, children } = props;
  return (
    <html lang="en">
      <HeadPart {...props} />
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="masthead">
          <a class="wordmark" href={links.home()}>
            Inaugural
          </a>
          <nav aria-label="Main">
            <ul>
              {SECTIONS.map(({ id, label, href }) => (
                <li key={id}>
                  <a href={href} {...(id === section ? { 'aria-current': 'page' as const } : {})}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <search>
            <form class="finder" action={links.search()}>
              <label class="hidden" for="finder">
                Find a place, an airline or a route
              </label>
              <input
                id="finder"
                type="search"
                name="q"
                value={q}
                placeholder="Place, airline, ALA-LHE"
                maxLength={100}
                data-suggest="all"
              />
              <button>Find</button>
            </form>
          </search>
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
        <footer class="colophon">
          <p>
            Inaugural {VERSION} keeps every public statement about an air route that somebody said would start, and asks until somebody
            shows that it flew. <a href={links.about}>How it works</a>
          </p>
          <ul>
            <li>
              <a href="/docs">API</a>
            </li>
            <li>
              <a href="/exports/announcements.csv">Ledger (CSV)</a>
            </li>
            <li>
              <a href="/exports/routes.geojson">Map data (GeoJSON)</a>
            </li>
            <li>
              <a href="/health/ready">Health</a>
            </li>
          </ul>
        </footer>
      </body>
    </html>
  );
}

function HeadPart({ title, description, canonical, private: isPrivate, structured, feeds = [], scripts = [] }: Head) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} · Inaugural`}</title>
      {isPrivate && <meta name="robots" content="noindex" />}
      {description !== undefined && <meta name="description" content={description} />}
      {canonical !== undefined && <link rel="canonical" href={canonical} />}
      <meta property="og:site_name" content="Inaugural" />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      {description !== undefined && <meta property="og:description" content={description} />}
      {canonical !== undefined && (
        <>
          <meta property="og:url" content={canonical} />
          <meta property="og:image" content={new URL(assetPath('icon.png'), canonical).href} />
          <meta property="og:image:alt" content="A line from one place to another" />
        </>
      )}
      <meta name="twitter:card" content="summary" />
      <link rel="icon" href={assetPath('icon.svg')} type="image/svg+xml" />
      <link rel="apple-touch-icon" href={assetPath('icon.png')} />
      <link rel="preload" href={assetPath('sans-latin-400.woff2')} as="font" type="font/woff2" crossOrigin="anonymous" />
      <link rel="stylesheet" href={assetPath('style.css')} />
      {feeds.map((feed) => (
        <link key={feed.href} rel="alternate" {...feed} />
      ))}
      {['suggest', ...scripts].map((name) => (
        <script key={name} type="module" src={assetPath(`${name}.js`)} />
      ))}
      {structured !== undefined && (
        <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(structured).replaceAll('<', '\\u003c') }} />
      )}
    </head>
  );
}
