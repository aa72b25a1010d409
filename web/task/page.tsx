import { Empty } from '../parts/states';

/** A task. */
export function TaskPage() {
  return <Empty title="Task" />;
}
