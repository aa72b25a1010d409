import { useFormat } from '../parts/format';
import { useWords } from '../parts/words';
import type { InboxTask } from './read';
import { WORDS } from './words';

/** Why a task stands where it stands, in the reader's language: in a few words, and in a sentence with the hours. */
export function useRankWords(): (rank: InboxTask['rank']) => { readonly short: string; readonly long: string } {
  const said = useWords(WORDS);
  const { number } = useFormat();
  return ({ parts, head_start_hours: hours }) => {
    const reasons = parts.map(({ because, fact }) =>
      because === 'value' ? said.because.value(number(Number(fact))) : said.because[because](fact),
    );
    const rounded = number(Math.abs(Math.round(hours)));
    const brief = reasons.join(', ');
    const withHours = parts.map(
      (part, index) => `${reasons[index]} (${part.hours > 0 ? '+' : '−'}${Math.abs(part.hours)} h)`,
    );
    const counts = hours < 0 ? said.countsLater : said.countsEarlier;
    return {
      short: Math.round(hours) === 0 ? brief : hours < 0 ? said.later(rounded, brief) : said.earlier(rounded, brief),
      long: hours === 0 ? said.countsAsDue : counts(number(Math.abs(hours)), withHours.join('; ')),
    };
  };
}
