import { Button, Menu } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../app/session';
import { call } from '../client/call';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords } from '../parts/words';
import { KeepTemplate, localeOf } from './keep-template';
import { REPLY_WORDS } from './reply-words';
import { templatesQuery, type TaskFile } from './read';

/**
 * The texts that an answer can begin with, filled with what is known of the customer. What is not known is named, to be put right by hand. Leads
 * keep what they have written (`text`) as another.
 */
export function Templates(props: {
  readonly task: TaskFile;
  readonly text: string;
  readonly put: (text: string) => void;
}) {
  const { task, text: written, put } = props;
  const { conversation: said, keep } = useWords(REPLY_WORDS);
  const { can } = useSession();
  const [keeping, setKeeping] = useState(false);
  const problemText = useProblemText();
  const { data } = useQuery(templatesQuery(task.playbook.name, localeOf(task)));
  if (!data || (data.data.length === 0 && !can('lead'))) return null;

  const begin = async (id: string) => {
    try {
      const body = { customer_id: task.customer.id };
      const { text, missing } = await call('POST /v1/reply-templates/{id}/rendering', { path: { id }, body });
      put(text);
      if (missing.length > 0) toast(said.missing(missing.join(', ')), 'bad');
    } catch (error) {
      toast(problemText(error), 'bad');
    }
  };
  return (
    <>
      <Menu position="top-end" shadow="md">
        <Menu.Target>
          <Button variant="subtle" size="compact-md" leftSection={<IconTemplate size={16} aria-hidden />}>
            {said.templates}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {data.data.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => void begin(id)}>
              {name}
            </Menu.Item>
          ))}
          {data.data.length === 0 && <Menu.Label>{said.noTemplates}</Menu.Label>}
          {can('lead') && (
            <>
              <Menu.Divider />
              <Menu.Item disabled={written.trim() === ''} onClick={() => setKeeping(true)}>
                {keep.open}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <KeepTemplate task={task} text={written} opened={keeping} onClose={() => setKeeping(false)} />
    </>
  );
}
