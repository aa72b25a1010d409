/** Starts Swagger UI. It asks no validator on another host, and forgets the key when the page is closed. */
export const START_SCRIPT = `window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  presets: [window.SwaggerUIBundle.presets.apis],
});
`;

/** One quiet look for the home page, the problem pages and the reference, in light and dark. */
export const STYLE = `:root {
  color-scheme: light dark;
  --ink: #1d2a24; --soft: #5a6b63; --ground: #fbfcfb; --line: #d9e2dd; --leaf: #1f6f4a;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eeea; --soft: #a3b5ac; --ground: #131a17; --line: #2c3a34; --leaf: #7fd1a8; }
  body.reference { color-scheme: light; --ink: #1d2a24; --soft: #5a6b63; --ground: #fbfcfb; --line: #d9e2dd; --leaf: #1f6f4a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--leaf); text-underline-offset: 2px; }
a:focus-visible { outline: 2px solid var(--leaf); outline-offset: 2px; }
code { font: 0.92em ui-monospace, monospace; }
.page { max-width: 42rem; margin: 0 auto; padding: 12vh 1.5rem 4rem; }
.page h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.6rem; letter-spacing: -0.01em; }
.page pre { overflow-x: auto; padding: 0.8rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
.page button, .page input { font: inherit; color: inherit; padding: 0.45rem 0.9rem; border: 1px solid var(--soft); border-radius: 8px; background: var(--ground); }
.page button { font-weight: 600; cursor: pointer; }
.page button:hover { border-color: var(--leaf); color: var(--leaf); }
.page button:focus-visible, .page input:focus-visible { outline: 2px solid var(--leaf); outline-offset: 2px; }
.page .actions { display: flex; flex-wrap: wrap; align-items: end; gap: 0.6rem; margin: 1.2rem 0; }
.page .actions label input { display: block; width: 100%; margin-top: 0.2rem; }
.page .code { color: var(--soft); margin: 0 0 0.4rem; }
.ways { list-style: none; margin: 2rem 0 0; padding: 0; border-top: 1px solid var(--line); }
.ways li { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.8rem 0; border-bottom: 1px solid var(--line); }
.ways a { flex: 0 0 12rem; font-weight: 600; }
.ways span { color: var(--soft); flex: 1 1 16rem; }
.reference > header { display: flex; justify-content: space-between; gap: 1rem; padding: 0.8rem 1.5rem; border-bottom: 1px solid var(--line); }
.reference > header > a { font-weight: 700; text-decoration: none; }
.reference nav { display: flex; gap: 1.2rem; }
.reference .swagger-ui, .reference .swagger-ui .info .title, .reference .swagger-ui .opblock-tag { font-family: system-ui, sans-serif; }
.reference .swagger-ui .info { margin: 2rem 0 1.2rem; }
.reference .swagger-ui .info .description { max-width: 46rem; }
.reference .swagger-ui .markdown p { margin: 0 0 0.7rem; font-family: system-ui, sans-serif; }
.reference .swagger-ui .info hgroup.main > a { display: none; }
.reference .swagger-ui .scheme-container { box-shadow: none; border-bottom: 1px solid var(--line); background: none; padding: 0.6rem 0 1rem; }
.reference .swagger-ui .opblock { box-shadow: none; border-radius: 6px; }
`;
