import { Link } from '@tanstack/react-router';
import { capital } from '../parts/sentence';
import { useNames } from '../parts/translation';
import { useWords } from '../parts/words';
import { WORDS } from './words';

/** The stages of journeys that name a message. */
export function UsedIn({
  places,
}: {
  readonly places: readonly { readonly journey: string; readonly stage: string }[];
}) {
  const said = useWords(WORDS);
  const names = useNames();
  if (places.length === 0) return <span>{said.nowhere}</span>;
  return places.map(({ journey, stage }, index) => (
    <span key={`${journey} ${stage}`}>
      {index > 0 && ', '}
      <Link to="/journeys/$name" params={{ name: journey }}>
        {capital(names.journey(journey))}
      </Link>
      : {capital(names.stage(journey, stage))}
    </span>
  ));
}
