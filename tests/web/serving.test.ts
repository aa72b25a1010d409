import { accessibilityFaults } from '../support/accessible';
import { withBrowser } from '../support/browser';
import { withApi } from '../support/http';
import { builtPages } from '../support/web';
import { withOffice } from './office';

const ANONYMOUS = { role: null } as const;
const BROWSER = { role: null, headers: { Accept: 'text/html,*/*;q=0.8' } } as const;
const FIRST_LOAD_BYTES = 300 * 1024;

test('a browser is led to the staff pages, and every address below them answers the page that begins', async () =>
  withApi({ web: await builtPages() }, async ({ get, url }) => {
    const home = await fetch(`${url}/`, { headers: BROWSER.headers, redirect: 'manual' });
    expect([home.status, home.headers.get('location')]).toEqual([302, '/app/']);
    expect((await get('/', ANONYMOUS)).body).toMatchObject({ pages: '/app/', reference: '/reference' });

    for (const path of ['/app', '/app/', '/app/tasks/0192f0c1-2b3c-7d4e-8f90-a1b2c3d4e5f6', '/app/welcome?token=x']) {
      const { status, headers, text } = await get(path, BROWSER);
      expect([path, status, headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
      expect(text).toContain('<div id="root">');
    }
    expect((await get('/app/assets/gone.js', ANONYMOUS)).status).toBe(404);
    expect((await get('/app/assets/..%2findex.html', ANONYMOUS)).status).toBe(404);
  }));

test('the policy of the pages lets run what comes from here and nothing else', async () =>
  withApi({ web: await builtPages() }, async ({ get }) => {
    const [first, second] = [await get('/app/', BROWSER), await get('/app/', BROWSER)];
    const policy = first.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).not.toBe(second.headers.get('content-security-policy'));
    expect(first.text).not.toMatch(/<script(?![^>]*src=)|NONCE_OF_THIS_PAGE|\son\w+=/);
  }));

test('what is named by its content is kept for ever, and sent compressed', async () =>
  withApi({ web: await builtPages() }, async ({ get, url }) => {
    const { text } = await get('/app/', BROWSER);
    const files = [...text.matchAll(/(?:src|href)="(\/app\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const { status, headers } = await get(file, ANONYMOUS);
      expect([file, status]).toEqual([file, 200]);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    for (const file of files.filter((name) => /\.(js|css)$/.test(name))) {
      const packed = await fetch(url + file, { headers: { 'Accept-Encoding': 'gzip' } });
      expect([file, packed.headers.get('content-encoding')]).toEqual([file, 'gzip']);
    }
  }));

test('the inbox needs less than 300 KB until it is there, compressed with gzip', async () => {
  const { assets } = await builtPages();
  await withOffice(async ({ sit, url, asks }) => {
    await asks({ name: 'Ada', owner: 'ann' });
    const { page } = await sit('agent');
    const loaded = new Set<string>();
    page.on('response', (response) => {
      const [, name] = /\/app\/assets\/(.+)$/.exec(response.url()) ?? [];
      if (name) loaded.add(name);
    });
    await page.goto(`${url}/app/`);
    await page.getByRole('link', { name: /Ada/ }).waitFor();
    const bytes = [...loaded].map((name) => assets.get(name)?.gzip?.length ?? 0);
    expect(bytes.filter((size) => size > 1000).length).toBeGreaterThan(2);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(FIRST_LOAD_BYTES);
  });
});

test('the pages begin under their own policy without a complaint', async () =>
  withApi({ web: await builtPages() }, ({ url }) =>
    withBrowser(async (open) => {
      const { page, complaints } = await open();
      await page.goto(`${url}/app/reset`);
      await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
      // Style sheets that the component library writes need the nonce: without them nothing has the colours of the theme.
      const colour = await page.evaluate(
        `getComputedStyle(document.querySelector('button[type=submit]')).backgroundColor`,
      );
      expect(colour).toBe('rgb(23, 96, 63)');
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }),
  ));
