import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call, type Reply } from '../client/call';
import { humanName } from '../journeys/names';
import { useFormat } from '../parts/format';
import { capital } from '../parts/sentence';
import { useProblemText } from '../parts/states';
import { useGateWords } from '../parts/gate-words';
import { useWords } from '../parts/words';
import classes from './enrollment.module.css';
import { WORDS } from './words';

type Verdict = Reply<'GET /v1/touches/{id}'>['verdicts'][number];

/** Why a message went out, or why not: every rule that was asked, with what it decided on (X07). */
export function Why({ touchId }: { readonly touchId: string }) {
  const said = useWords(WORDS);
  const gate = useGateWords();
  const problemText = useProblemText();
  const { dateTime } = useFormat();
  const { data, error } = useQuery({
    queryKey: ['touch', touchId],
    queryFn: () => call('GET /v1/touches/{id}', { path: { id: touchId } }),
  });
  if (error) return <p role="alert">{problemText(error)}</p>;
  if (!data) return <Skeleton height={60} mt="xs" />;
  return (
    <div className={classes['reasons']}>
      <p className={classes['hint']}>{said.rules}</p>
      <ol>
        {data.verdicts.map((verdict, index) => (
          <li key={index} data-pass={verdict.pass}>
            <Rule verdict={verdict} />
          </li>
        ))}
      </ol>
      {data.attempts.length > 0 && (
        <>
          <p className={classes['hint']}>{said.attempts}</p>
          <ul>
            {data.attempts.map(({ id, channel, provider, state, started_at: at, code }) => (
              <li key={id}>
                {humanName(provider)}, {said.channels[channel] ?? channel}: {gate.attempt(state)}, {dateTime(at)}
                {code !== null && ` (${code})`}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={classes['hint']}>{said.version(data.code_version, data.settings_version)}</p>
    </div>
  );
}

function Rule({ verdict }: { readonly verdict: Verdict }) {
  const said = useWords(WORDS);
  const { dateTime } = useFormat();
  const gate = useGateWords();
  const { rule, channel, pass, reason, until, inputs } = verdict;
  const on = Object.entries(inputs).map(([name, value]) => `${gate.input(name)} ${gate.value(value)}`);
  return (
    <>
      <strong>{capital(gate.rule(rule))}</strong>
      {channel !== null && ` (${said.channels[channel] ?? channel})`}{' '}
      {pass ? said.passed : until === null ? said.stopped : `${said.waits} ${dateTime(until)}`}: {gate.reason(reason)}
      {on.length > 0 && <span className={classes['inputs']}> {on.join(' · ')}</span>}
    </>
  );
}
