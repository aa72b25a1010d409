import fc from 'fast-check';
import { loadMessages } from '../../messages/catalog';
import { escapeHtml, oneLine } from '../../messages/escape';
import { renderMessage } from '../../messages/render';
import { sampleValues } from '../../messages/samples';
import { valuesFor } from '../../messages/values';
import { withFolder } from './folder';
import type { RenderedMessage } from '../../messages/render';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '[click](javascript:alert(1))',
  '![x](//evil.example/a.png)',
  '**bold** _it_ `code` # head',
  '| a | b |',
  '&lt;b&gt; &amp; &#60;',
  '{{ product.name }}',
  '{% if true %}yes{% endif %}',
  '{{ "a" | raw }}',
  'zQ0Qz zQ1Qz',
  '<!--[if mso]>x<![endif]-->',
  '</td></tr></table>',
];

const MESSAGE = `---
class: service
topic: check-ins
owner: customer-success
channels: [email, sms, in-app]
variables:
  customer.name: { fallback: friend }
  links.app:
email:
  subject: "For {{ customer.name }}"
  preheader: "Dear {{ customer.name }}"
  action: { label: "Open, {{ customer.name }}", url: "{{ links.app }}/of/{{ customer.name }}?q=1&n={{ customer.name }}" }
in-app:
  title: "For {{ customer.name }}"
  action: { label: "Open, {{ customer.name }}", url: "{{ links.app }}?n={{ customer.name }}" }
---

## email

Start **{{ customer.name }}** end, [a link for {{ customer.name }}]({{ links.app }}?n={{ customer.name }}).

## sms

Start {{ customer.name }} end.

## in-app

Start *{{ customer.name }}* end.
`;

describe('Nothing in a value can become markup, a link or a header', () => {
  test.each(HOSTILE)('%s stays text', async (name) => {
    const { email, sms, inApp } = await renderFor(name);
    expect(email.html).toContain(`<strong>${escapeHtml(name)}</strong>`);
    expect(email.text).toContain(`Start ${name} end`);
    expect(email.subject).toBe(`For ${name}`);
    expect(sms.text).toBe(`Start ${name} end.`);
    expect(inApp).toMatchObject({
      title: `For ${name}`,
      body: `Start ${name} end.`,
      action: { label: `Open, ${name}` },
    });
    expect(inApp.html).toContain(`<p>Start <em>${escapeHtml(name)}</em> end.</p><p class="help">`);
  });

  test('no string changes the structure of the HTML, and text carries it literally', async () => {
    const plain = await renderFor('x');
    const structure = (html: string): string => html.replace(/href="[^"]*"/g, 'href=""').replace(/>[^<]*/g, '>');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (raw) => {
        const name = oneLine(raw) || 'friend';
        const { email, inApp } = await renderFor(raw);
        expect(structure(email.html)).toBe(structure(plain.email.html));
        expect(structure(inApp.html)).toBe(structure(plain.inApp.html));
        expect(email.text).toContain(`Start ${name} end`);
        expect(email.subject).toBe(`For ${name}`);
      }),
      { numRuns: 300 },
    );
  });

  test('a subject is one line, whatever a name holds', async () => {
    const { email, inApp } = await renderFor('Eve\r\nBcc: all@example.com\u2028\u0000\u0085x');
    expect(email.subject).toBe('For Eve Bcc: all@example.com x');
    expect(inApp.title).toBe('For Eve Bcc: all@example.com x');
  });

  test('half a character does no harm', async () => {
    expect((await renderFor('Eve \uD83D')).email.html).toContain('/of/Eve%20%EF%BF%BD');
  });

  test('marks that turn the direction of the text are dropped', async () => {
    expect((await renderFor('Eve\u202Egnp.exe')).email.subject).toBe('For Evegnp.exe');
  });

  test('inside an address a value is percent-encoded', async () => {
    const { email, inApp } = await renderFor('a/b?c&d="#e');
    const encoded = 'a%2Fb%3Fc%26d%3D%22%23e';
    expect(email.html).toContain(`href="https://app.fieldnotes.example/of/${encoded}?q=1&amp;n=${encoded}"`);
    expect(email.text).toContain(`https://app.fieldnotes.example/of/${encoded}?q=1&n=${encoded}`);
    expect(inApp.action?.url).toBe(`https://app.fieldnotes.example?n=${encoded}`);
  });

  test('an address that is none of ours does not leave', async () => {
    const values = { ...sampleValues('known', 'en'), links: { app: 'javascript:alert(1)', help: 'https://a.example' } };
    await expect(
      renderMessage(loadMessages(), { message: 'at-risk/check-in', locale: 'en', channel: 'email', values }),
    ).rejects.toThrow('web address');
  });

  test('properties of the prototype are not values', async () => {
    const values = {
      ...sampleValues('known', 'en'),
      customer: Object.create({ first_name: 'Inherited' }) as Record<string, string>,
    };
    const email = on(
      'email',
      await renderMessage(loadMessages(), { message: 'at-risk/check-in', locale: 'en', channel: 'email', values }),
    );
    expect(email.text).toMatch(/^Hi there,/);
  });
});

describe('A name is used only when it is one', () => {
  test.each(['Win a prize https://evil.example', 'www.evil.example', 'someone@example.com', '   ', ''])(
    '%p is not used to address anybody',
    (name) => {
      const { customer } = valuesFor({ name, locale: 'en', timeZone: null, traits: {} }, SETTINGS);
      expect(customer).toMatchObject({ name: undefined, first_name: undefined });
    },
  );

  test.each([
    ['Dr. Anna Maria Berg', 'Anna'],
    ['Berg, Anna', 'Anna'],
    ['Anna', 'Anna'],
    ['李明', '李明'],
  ])('the first name of %p is %p', (name, firstName) => {
    expect(valuesFor({ name, locale: 'en', timeZone: null, traits: {} }, SETTINGS)['customer']?.['first_name']).toBe(
      firstName,
    );
  });

  test('a bare renewal date is that day everywhere; an instant is a day in the customer’s zone', () => {
    const dateOf = (renewalDate: string, timeZone: string | null): unknown =>
      valuesFor({ name: null, locale: 'en', timeZone, traits: { renewal_date: renewalDate } }, SETTINGS)['renewal']?.[
        'date'
      ];
    expect(dateOf('2027-03-01', 'America/Los_Angeles')).toMatchObject({ timeZone: 'UTC' });
    expect(dateOf('2027-03-01T02:00:00Z', 'America/Los_Angeles')).toMatchObject({ timeZone: 'America/Los_Angeles' });
    expect(dateOf('2027-03-01T02:00:00Z', 'Not/AZone')).toMatchObject({ timeZone: 'UTC' });
    expect(dateOf('soon', null)).toBeUndefined();
  });
});

const SETTINGS = {
  productName: 'Fieldnotes',
  productUrl: 'https://app.fieldnotes.example/',
  senderName: 'Robin Keller',
};

async function renderFor(name: string): Promise<{ email: On<'email'>; sms: On<'sms'>; inApp: On<'in-app'> }> {
  const catalog = await hostileCatalog;
  const values = { ...sampleValues('known', 'en'), customer: { name } };
  const render = (channel: RenderedMessage['channel']): Promise<RenderedMessage> =>
    renderMessage(catalog, { message: 'a/hello', locale: 'en', channel, values });
  return {
    email: on('email', await render('email')),
    sms: on('sms', await render('sms')),
    inApp: on('in-app', await render('in-app')),
  };
}

type On<C> = Extract<RenderedMessage, { channel: C }>;

function on<C extends RenderedMessage['channel']>(channel: C, rendered: RenderedMessage): On<C> {
  expect(rendered.channel).toBe(channel);
  return rendered as On<C>;
}

const hostileCatalog = withFolder({ 'a/hello.en.md': MESSAGE }, (dir) => loadMessages(dir));
