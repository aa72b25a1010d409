import { Empty } from '../parts/states';

/** The inbox. */
export function InboxPage() {
  return <Empty title="Inbox" />;
}
