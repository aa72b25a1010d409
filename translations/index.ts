import { joined, type Translation } from '../domain/translation';
import { german } from './de';

/** What journeys and playbooks say to staff, by language. English is what they are written in. */
export const translations: Readonly<Record<string, Translation>> = { de: joined(german) };
