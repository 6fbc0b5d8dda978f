/** Sets a mark on the window that ran it. */
const RUN = 'window.ran=1';

const OPENERS = [
  '',
  '">',
  "'>",
  '</title>',
  '</textarea>',
  '</script>',
  '-->',
  ']]>',
  '</style>',
  '\\">',
  '" ',
  "' ",
  '`',
  '</a>',
  '</svg>',
] as const;

const VECTORS = [
  `<script>${RUN}</script>`,
  `<ScRiPt >${RUN}</sCrIpT >`,
  `<script src=data:text/javascript,${RUN}></script>`,
  `<img src=x onerror=${RUN}>`,
  `<img/src/onerror=${RUN}//`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<iframe src="javascript:parent.${RUN}"></iframe>`,
  `<body onload=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<details open ontoggle=${RUN}>`,
  `<math><mtext><img src=x onerror=${RUN}></mtext></math>`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
  `<base href="javascript:${RUN}//">`,
  `<object data="javascript:${RUN}">`,
  `<style>@import 'javascript:${RUN}';</style>`,
  `onmouseover=${RUN} x=`,
  `autofocus onfocus=${RUN} x=`,
  `style=animation-name:x onanimationstart=${RUN} x=`,
  `javascript:${RUN}`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `＜script＞${RUN}＜/script＞`,
  `\u202e<script>${RUN}</script>\u202c`,
  `a\u2028<script>${RUN}</script>\u2029b`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `<!--><script>${RUN}</script>`,
  `<![CDATA[<script>${RUN}</script>]]>`,
  `<?xml-stylesheet href="javascript:${RUN}"?>`,
] as const;

/** Texts that would run a script wherever one of them is let out as it is: 510 of them, each once. */
export const HOSTILE: readonly string[] = VECTORS.flatMap((vector) => OPENERS.map((opener) => opener + vector));

/** Web addresses that the register takes and that must not break out of a link. */
export function hostileUrl(text: string): string {
  return `https://x.example/${text.replace(/\s+/g, '')}`;
}
