import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { createQueries } from '../client/queries';
import { sessionQuery } from '../client/session';
import { CommandProvider } from '../parts/commands';
import { LanguageProvider } from '../parts/words';
import { useChosenLanguage } from './language';
import { router } from './router';
import { cssVariables, theme } from './theme';

const queries = createQueries();
const colorScheme = localStorageColorSchemeManager({ key: 'perennial-theme' });

/** All that the pages stand in: look, what has been read, language, commands. `nonce` is the one of this page's policy. */
export function Pages({ nonce }: { readonly nonce: string }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <InLanguage />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function InLanguage() {
  const { data: staff } = useQuery({ ...sessionQuery, enabled: false });
  const [chosen] = useChosenLanguage();
  const language = languageOf(staff?.locale ?? chosen ?? navigator.language);
  useEffect(() => void (document.documentElement.lang = language), [language]);
  return (
    <LanguageProvider language={language}>
      <CommandProvider>
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={router} />
      </CommandProvider>
    </LanguageProvider>
  );
}

function languageOf(locale: string): 'en' | 'de' {
  return locale.toLowerCase().startsWith('de') ? 'de' : 'en';
}
