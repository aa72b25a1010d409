/**
 * Lets the component library write its style sheets under a policy that lets no text become markup (Trusted Types): what it sets has no markup
 * in it, and whatever has is refused, so that a mistake of ours shows at once and does no harm. Returns the page's nonce, which
 * the style sheets need as well.
 */
export function admitStyles(): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  const trusted = (window as { trustedTypes?: { createPolicy: (name: string, rules: object) => unknown } })
    .trustedTypes;
  trusted?.createPolicy('default', { createHTML: (text: string) => (text.includes('<') ? null : text) });
  // Where the library for dialogs looks for it.
  Object.assign(globalThis, { __webpack_nonce__: nonce });
  return nonce;
}
