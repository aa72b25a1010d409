import { Button, Menu } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { call } from '../client/call';
import { useProblemText } from '../parts/states';
import { toast } from '../parts/toasts';
import { useWords } from '../parts/words';
import { REPLY_WORDS } from './reply-words';
import { templatesQuery, type TaskFile } from './read';

/** The texts that an answer can begin with, filled with what is known of the customer. What is not known is named, to be put right by hand. */
export function Templates({ task, put }: { readonly task: TaskFile; readonly put: (text: string) => void }) {
  const said = useWords(REPLY_WORDS).conversation;
  const problemText = useProblemText();
  const locale = task.customer.locale?.startsWith('de') ? 'de' : 'en';
  const { data } = useQuery(templatesQuery(task.playbook.name, locale));
  if (!data || data.data.length === 0) return null;

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
      </Menu.Dropdown>
    </Menu>
  );
}
