import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { encodingFor, encodingHeaders, keptFile } from './encoding.ts';
import { type Endpoint, endpoint, type Result } from './endpoint.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';

const require = createRequire(import.meta.url);
const SWAGGER = dirname(require.resolve('swagger-ui-dist/package.json'));
const { version: SWAGGER_VERSION } = require('swagger-ui-dist/package.json') as { version: string };
const ASSETS = `/docs/swagger-ui-${SWAGGER_VERSION}`;

/** No other host, no script in the page; Swagger UI writes styles of its own into it, and has icons as data. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inaugural: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${ASSETS}/swagger-ui.css">
<body>
<noscript><p>This page needs JavaScript. The same is in <a href="/openapi.json">openapi.json</a>; what can go wrong is explained under <a href="/docs/problems">problems</a>.</p></noscript>
<div id="api"></div>
<script src="${ASSETS}/swagger-ui-bundle.js"></script>
<script src="/docs/init.js"></script>
</html>
`;

const INIT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
  presets: [SwaggerUIBundle.presets.apis],
});
`;

/** The API's documentation in a browser, from files of our own alone. */
export function docs(): Endpoint[] {
  return [
    page('/docs', 'The API, to read and to try', 'text/html; charset=utf-8', PAGE),
    page('/docs/init.js', 'Starts the documentation', 'text/javascript; charset=utf-8', INIT),
    page('/docs/problems', 'What can go wrong, and what to do', 'text/html; charset=utf-8', problemsPage()),
    asset('swagger-ui.css', 'text/css; charset=utf-8'),
    asset('swagger-ui-bundle.js', 'text/javascript; charset=utf-8'),
  ];
}

function page(path: string, summary: string, contentType: string, text: string): Endpoint {
  const etag = createHash('sha256').update(text).digest('base64url').slice(0, 12).replaceAll('-', '_');
  return endpoint({
    method: 'get',
    path,
    summary,
    access: 'open',
    documented: false,
    contentSecurityPolicy: POLICY,
    cacheControl: 'no-cache',
    responses: { 200: { description: summary, contentType } },
    handler: () => ({ text, etag }),
  });
}

/** A file of swagger-ui-dist: its path holds the version, so it never changes. Read when it is first asked for. */
function asset(name: string, contentType: string): Endpoint {
  const file = keptFile(join(SWAGGER, name));
  return endpoint({
    method: 'get',
    path: `${ASSETS}/${name}`,
    summary: name,
    access: 'open',
    documented: false,
    contentSecurityPolicy: POLICY,
    cacheControl: 'public, max-age=31536000, immutable',
    responses: { 200: { description: name, contentType } },
    handler: async (_ctx, { request }): Promise<Result> => {
      const encoding = encodingFor(request);
      return { text: await file(encoding), etag: `${SWAGGER_VERSION}.${encoding}`, headers: encodingHeaders(encoding) };
    },
  });
}

function problemsPage(): string {
  const rows = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => {
    const { status, title, advice } = PROBLEMS[code];
    return `<dt id="${code}"><code>${code}</code> · ${status} · ${prose(title)}<dd>${prose(advice)}`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inaugural: problems</title>
<link rel="icon" href="data:,">
<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem}
dt{margin-top:1rem;padding-top:1rem;border-top:1px solid #8884}dd{margin:.2rem 0 0}dt:target,dt:target+dd{background:#fc83}</style>
<h1>Problems</h1>
<p>Every refusal is <code>application/problem+json</code> with one of these codes. <code>detail</code> says what is wrong in your case,
<code>errors</code> names every fault of the input. Back to <a href="/docs">the API</a>.</p>
<dl>
${rows.join('\n')}
</dl>
</html>
`;
}

function prose(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
}
