/**
 * How an in-app message is shown inside the product: `card`: a note in the corner, the default; `banner`: one line across the page;
 * `checklist`: steps that the customer ticks off, and that stay until all are done or it is put away.
 */
export const IN_APP_FORMS = ['card', 'banner', 'checklist'] as const;
export type InAppForm = (typeof IN_APP_FORMS)[number];

/** One step of a checklist, and where it is done, if that is a page. */
export interface InAppStep {
  readonly label: string;
  readonly url: string | null;
}

/** More steps than this is no checklist but a manual. */
export const MOST_STEPS = 12;
