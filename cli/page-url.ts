import type { CliConfig } from './config';

/** Where people reach the pages of this installation: PERENNIAL_PUBLIC_URL, or this machine. */
export function pageUrlOf({ environment, ports }: Pick<CliConfig, 'environment' | 'ports'>): string {
  const url = environment.PERENNIAL_PUBLIC_URL ?? `http://localhost:${ports.api}`;
  return url.replace(/\/+$/, '');
}
