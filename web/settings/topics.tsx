import { Text, TextInput, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../parts/words';
import type { RulesPart } from './rules';
import { RULE_WORDS } from './rule-words';
import { Part } from './section';
import classes from './settings.module.css';

const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What messages are about, in the words that customers read where they choose. */
export function TopicsPart({ rules, edit, locked }: RulesPart) {
  const said = useWords(RULE_WORDS);
  const [code, setCode] = useState('');
  const { topics } = rules;
  const isNew = CODE.test(code) && !(code in topics);
  return (
    <Part title={said.topics}>
      <Text c="dimmed" mb="sm">
        {said.topicsHint}
      </Text>
      <ul className={classes['rows']}>
        {Object.entries(topics).map(([name, topic]) => (
          <li key={name} className={classes['topic']}>
            <span className={classes['mono']}>{name}</span>
            {(['en', 'de'] as const).map((language) => (
              <TextInput
                key={language}
                size="xs"
                disabled={locked}
                aria-label={said.topicIn[language](name)}
                value={topic[language]}
                onChange={(event) =>
                  edit({ topics: { ...topics, [name]: { ...topic, [language]: event.currentTarget.value } } })
                }
              />
            ))}
          </li>
        ))}
      </ul>
      {!locked && (
        <Group mt="sm" align="end">
          <TextInput
            size="xs"
            label={said.newTopic}
            description={said.newTopicHint}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Button
            size="xs"
            variant="default"
            disabled={!isNew}
            onClick={() => {
              edit({ topics: { ...topics, [code]: { en: code, de: code } } });
              setCode('');
            }}
          >
            {said.add}
          </Button>
        </Group>
      )}
    </Part>
  );
}
