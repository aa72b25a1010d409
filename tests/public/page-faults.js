/* Runs in the page: what keeps somebody from using it. Overflow, fields without a name, small targets, text hard to tell from its ground. */
(() => {
  const faults = [];
  const say = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 80)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`wider than the window: ${scrollWidth}`);
  if (document.querySelectorAll('h1').length !== 1 || !document.documentElement.lang)
    faults.push('no heading or language');
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    if ((field.labels?.length ?? 0) === 0) say('no label', field);
  }
  for (const target of document.querySelectorAll('a, button, select, textarea, summary, label.choice, label.check')) {
    const { width, height } = target.getBoundingClientRect();
    if (width > 0 && (height < 24 || width < 24)) say('small', target);
  }
  for (const text of document.querySelectorAll('p, h1, h2, legend, label, span, li, dt, dd, a, button, summary')) {
    if (text.textContent?.trim() && ratio(text) < 4.5) say(`contrast ${ratio(text).toFixed(2)}`, text);
  }
  return faults;

  function ratio(element) {
    const [ink, ground] = [luminance(getComputedStyle(element).color), luminance(groundOf(element))];
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  }
  function groundOf(element) {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!/, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  }
  function luminance(color) {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
})();
