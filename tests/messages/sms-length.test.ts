import fc from 'fast-check';
import { measureSms } from '../../messages/segments';

const BASIC = [
  ...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
];
const EXTENSION = [...'\f^{}\\[~]|€'];
const basic = fc.string({ unit: fc.constantFrom(...BASIC), maxLength: 700 });
const gsm = fc.string({ unit: fc.constantFrom(...BASIC, ...EXTENSION), maxLength: 700 });

describe('An SMS is measured by 3GPP TS 23.038', () => {
  test('the default alphabet has 127 characters besides the escape, and the extension ten', () => {
    expect(new Set(BASIC).size).toBe(127);
    expect(BASIC.every((each) => measureSms(each).units === 1 && measureSms(each).encoding === 'gsm-7')).toBe(true);
    expect(EXTENSION.every((each) => measureSms(each).units === 2 && measureSms(each).encoding === 'gsm-7')).toBe(true);
  });

  test.each([
    ['no text', '', 'gsm-7', 0, 1],
    ['160 letters', 'a'.repeat(160), 'gsm-7', 160, 1],
    ['161 letters', 'a'.repeat(161), 'gsm-7', 161, 2],
    ['306 letters', 'a'.repeat(306), 'gsm-7', 306, 2],
    ['307 letters', 'a'.repeat(307), 'gsm-7', 307, 3],
    ['80 escape pairs', '€'.repeat(80), 'gsm-7', 160, 1],
    ['an escape pair over the limit', 'a'.repeat(159) + '€', 'gsm-7', 161, 2],
    ['an escape pair that the first part has no room for', 'a'.repeat(152) + '€' + 'a'.repeat(152), 'gsm-7', 306, 3],
    ['70 foreign letters', 'ł'.repeat(70), 'ucs-2', 70, 1],
    ['71 foreign letters', 'ł'.repeat(71), 'ucs-2', 71, 2],
    ['134 foreign letters', 'ł'.repeat(134), 'ucs-2', 134, 2],
    ['a typographic apostrophe', 'a’s', 'ucs-2', 3, 1],
    ['35 emoji', '😀'.repeat(35), 'ucs-2', 70, 1],
    ['67 emoji, which an odd part cannot hold evenly', '😀'.repeat(67), 'ucs-2', 134, 3],
  ] as const)('%s', (_what, text, encoding, units, segments) => {
    expect(measureSms(text)).toEqual({ encoding, units, segments });
  });

  test('plain text takes one part up to 160 characters and one for each 153 beyond', () => {
    fc.assert(
      fc.property(basic, (text) => {
        const { encoding, units, segments } = measureSms(text);
        expect([encoding, units]).toEqual(['gsm-7', text.length]);
        expect(segments).toBe(text.length <= 160 ? 1 : Math.ceil(text.length / 153));
      }),
    );
  });

  test('escape pairs cost at most one septet a part', () => {
    fc.assert(
      fc.property(gsm, (text) => {
        const { units, segments } = measureSms(text);
        expect(segments).toBeGreaterThanOrEqual(units <= 160 ? 1 : Math.ceil(units / 153));
        expect(segments).toBeLessThanOrEqual(units <= 160 ? 1 : Math.ceil(units / 152));
      }),
    );
  });

  test('one foreign character turns the whole text into UCS-2, and a longer text never costs less', () => {
    fc.assert(
      fc.property(gsm, fc.string({ unit: 'grapheme', maxLength: 200 }), (text, more) => {
        expect(measureSms(`${text}ł`)).toMatchObject({ encoding: 'ucs-2', units: text.length + 1 });
        expect(measureSms(text + more).segments).toBeGreaterThanOrEqual(measureSms(text).segments);
      }),
    );
  });
});
