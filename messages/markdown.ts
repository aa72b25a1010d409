import MarkdownIt from 'markdown-it';

/** Inlined, because several mail programs drop style sheets. Colours are inherited from the layout, which knows dark mode. */
const EMAIL_STYLES: Readonly<Record<string, string>> = {
  p: 'margin:0 0 18px;',
  h3: 'margin:28px 0 10px;font-size:17px;line-height:24px;font-weight:600;',
  ul: 'margin:0 0 18px;padding:0 0 0 22px;',
  ol: 'margin:0 0 18px;padding:0 0 0 22px;',
  li: 'margin:0 0 8px;padding-left:4px;',
  blockquote: 'margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid #c9d6cf;',
  hr: 'margin:26px 0;border:0;border-top:1px solid #dfe5e2;',
};

/** The email's Markdown, styled inline. Raw HTML is shown, not obeyed. */
export const emailMarkdown = styled(createMarkdown());

/** Markdown without styles, for a page that brings its own. */
export const plainMarkdown = createMarkdown();

function createMarkdown(): MarkdownIt.MarkdownIt {
  return new MarkdownIt({ html: false, linkify: false, typographer: false, breaks: false }).disable('image');
}

function styled(markdown: MarkdownIt.MarkdownIt): MarkdownIt.MarkdownIt {
  markdown.core.ruler.push('inline_styles', (state) => {
    for (const token of state.tokens) {
      const style = token.nesting >= 0 ? EMAIL_STYLES[token.tag] : undefined;
      if (style && !token.hidden) token.attrSet('style', style);
      for (const child of token.children ?? []) if (child.type === 'link_open') child.attrSet('class', 'link');
    }
  });
  return markdown;
}
