import { Group, NativeSelect, SegmentedControl, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { call, type Reply } from '../client/call';
import table from '../journeys/journey.module.css';
import { useFormat } from '../parts/format';
import { useProblemText } from '../parts/states';
import { useLanguage, useWords } from '../parts/words';
import classes from './messages.module.css';
import type { MessageFile } from './message-page';
import { WORDS } from './words';

type Rendered = Reply<'GET /v1/messages/{name}/rendering'>;
type Channel = Rendered['channel'];

const SAMPLES = ['known', 'unknown', 'unicode'] as const;

/** A message in one of its languages, on one of its channels, with the values of a made-up customer. */
export function Shown({ message }: { readonly message: MessageFile }) {
  const said = useWords(WORDS);
  const language = useLanguage();
  const { language: languageOf } = useFormat();
  const problemText = useProblemText();
  const search = useSearch({ from: '/shell/messages/$name' });
  const navigate = useNavigate({ from: '/messages/$name' });
  const choose = (chosen: Record<string, string>) =>
    void navigate({ search: (before) => ({ ...before, ...chosen }), replace: true, resetScroll: false });

  const locale = search.locale ?? message.locales.find((each) => each === language) ?? message.locales[0] ?? 'en';
  const channel = message.channels.find((each) => each === search.channel) ?? message.channels[0] ?? 'email';
  const sample = SAMPLES.find((each) => each === search.sample) ?? 'known';
  const query = { locale, channel, sample };
  const { data, error } = useQuery({
    queryKey: ['message-rendering', message.name, query],
    queryFn: () => call('GET /v1/messages/{name}/rendering', { path: { name: message.name }, query }),
    placeholderData: keepPreviousData,
  });
  return (
    <section className={table['section']} aria-labelledby="shown">
      <h2 id="shown">{said.shown}</h2>
      <Group gap="md">
        <Choice
          label={said.channel}
          value={channel}
          choose={(value) => choose({ channel: value })}
          options={message.channels.map((value) => ({ value, label: said.channels[value] }))}
        />
        <Choice
          label={said.language}
          value={locale}
          choose={(value) => choose({ locale: value })}
          options={message.locales.map((value) => ({ value, label: languageOf(value) }))}
        />
        <NativeSelect
          size="xs"
          aria-label={said.sample}
          value={sample}
          onChange={(event) => choose({ sample: event.currentTarget.value })}
          data={SAMPLES.map((value) => ({ value, label: said.samples[value] }))}
        />
      </Group>
      {error && <p role="alert">{problemText(error)}</p>}
      {!data && !error && <Skeleton height={320} />}
      {data && <Letter message={message.name} query={query} rendered={data} />}
    </section>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: { readonly value: string; readonly label: string }[];
  readonly choose: (value: string) => void;
}) {
  const { label, value, options, choose } = props;
  return <SegmentedControl size="xs" aria-label={label} value={value} onChange={choose} data={options} />;
}

function Letter(props: {
  readonly message: string;
  readonly query: { readonly locale: string; readonly channel: Channel; readonly sample: string };
  readonly rendered: Rendered;
}) {
  const { message, query, rendered } = props;
  const said = useWords(WORDS);
  const { channel, subject, text, html, action, steps, segments } = rendered;
  const address = `/v1/messages/${encodeURIComponent(message)}/page?${new URLSearchParams({ ...query, channel }).toString()}`;
  return (
    <div className={classes['letter']} lang={query.locale}>
      {subject !== null && (
        <p className={classes['subject']}>
          <span>{channel === 'email' ? said.subject : said.notitle}</span> {subject}
        </p>
      )}
      {html === null ? (
        <p className={classes['text']}>{text}</p>
      ) : (
        <iframe
          key={address}
          className={classes['frame']}
          data-channel={channel}
          src={address}
          sandbox=""
          title={said.frame(subject ?? message)}
        />
      )}
      {action && (
        <p className={classes['note']}>
          {said.button}: <strong>{action.label}</strong> → <span className={classes['address']}>{action.url}</span>
        </p>
      )}
      {steps.length > 0 && (
        <p className={classes['note']}>
          {said.steps}: {steps.map(({ label }) => label).join(' · ')}
        </p>
      )}
      {segments !== null && <p className={classes['note']}>{said.segments(segments)}</p>}
      {channel === 'email' && (
        <details className={classes['plain']}>
          <summary>{said.text}</summary>
          <p className={classes['text']}>{text}</p>
        </details>
      )}
    </div>
  );
}
