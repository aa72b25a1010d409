import { words } from './words';

/** The channels, and the classes of messages, as people call them. */
export const SENDING_WORDS = words(
  {
    channels: { email: 'Email', sms: 'Text message', push: 'Notification', 'in-app': 'In the product' },
    classes: {
      transactional: 'Receipts',
      service: 'Service',
      lifecycle: 'Guidance',
      marketing: 'Marketing',
      survey: 'Surveys',
      critical: 'Critical',
    },
  },
  {
    channels: { email: 'E-Mail', sms: 'Textnachricht', push: 'Mitteilung', 'in-app': 'Im Produkt' },
    classes: {
      transactional: 'Belege',
      service: 'Service',
      lifecycle: 'Begleitung',
      marketing: 'Werbung',
      survey: 'Umfragen',
      critical: 'Dringendes',
    },
  },
);
