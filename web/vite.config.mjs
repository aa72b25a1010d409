import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The staff pages. `npx vite web` serves them while they are written, in front of an API on port 3000. */
// oxlint-disable-next-line import/no-default-export -- the shape that Vite asks for
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/app/',
  // The API puts a fresh value in its place with every page that it hands out (api/web/pages.ts).
  html: { cspNonce: 'NONCE_OF_THIS_PAGE' },
  build: {
    target: 'es2023',
    assetsDir: 'assets',
    // A data address would need a policy that allows them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    reportCompressedSize: false,
    emptyOutDir: true,
    rolldownOptions: {
      // Which of the packages' files are for a browser alone is nothing to those who only have a browser.
      onLog: (level, log, say) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && say(level, log),
      output: {
        // What every page stands on changes seldom, so it is fetched once and kept over releases.
        codeSplitting: {
          groups: [{ name: 'ground', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ }],
        },
      },
    },
  },
  server: { proxy: { '/v1': 'http://localhost:3000' } },
});
