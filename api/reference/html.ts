import { version } from '../../package.json';
import type { ProblemKind } from '../problem-codes';

/** The first page that somebody sees who opens the API in a browser. */
export function homePage({ captured }: { readonly captured: boolean }): string {
  return frame(
    'Perennial',
    `<h1>Perennial</h1>
<p>Customer engagement as durable code. This is its API, version ${version}.</p>
<ul class="ways">
<li><a href="/reference">API reference</a><span>Every operation, to read and to try.</span></li>
${captured ? CAPTURED_WAY : ''}<li><a href="/openapi.json">openapi.json</a><span>The same reference for machines.</span></li>
<li><a href="/readyz">Readiness</a><span>Whether facts are accepted.</span></li>
</ul>`,
  );
}

/** Explains one kind of problem: where a problem's \`type\` leads. */
export function problemPage(code: string, { status, title, remedy }: ProblemKind): string {
  return frame(
    title,
    `<p class="code">${status} <code>${code}</code></p>
<h1>${escaped(title)}</h1>
<p>${escaped(remedy).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>
<p><a href="/reference">API reference</a></p>`,
  );
}

/** The reference: Swagger UI, served from here. */
export function referencePage({ captured }: { readonly captured: boolean }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Perennial API reference</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/reference/swagger-ui.css">
<link rel="stylesheet" href="/reference/style.css">
</head>
<body class="reference">
<header><a href="/">Perennial</a><nav>${captured ? '<a href="/captured">Captured messages</a>' : ''}<a href="/openapi.json">openapi.json</a></nav></header>
<main id="reference"><noscript>The reference needs JavaScript. The same text is in <a href="/openapi.json">openapi.json</a>.</noscript></main>
<script src="/reference/swagger-ui-bundle.js"></script>
<script src="/reference/start.js"></script>
</body>
</html>
`;
}

const CAPTURED_WAY =
  '<li><a href="/captured">Captured messages</a><span>What customers would have got, while no provider is set up.</span></li>';

function frame(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/reference/style.css">
</head>
<body>
<main class="page">
${content}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
