import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Failure, Loading } from '../parts/states';
import { Actions } from './actions';
import { Banner } from './banner';
import { Facts } from './facts';
import { Head } from './head';
import { PlaybookSteps } from './playbook';
import { taskQuery } from './read';
import { Reply } from './reply';
import { Story } from './story';
import classes from './task.module.css';

/** A task: why, what is known, what can be said, and everything that can be done about it, without leaving. */
export function TaskPage() {
  const { id } = useParams({ from: '/shell/tasks/$id' });
  const { data: task, error, isPending, refetch } = useQuery(taskQuery(id));
  if (isPending) return <Loading lines={9} />;
  if (!task) return <Failure error={error} retry={() => void refetch()} />;
  return (
    <article className={classes['task']} key={task.id}>
      <Head task={task} />
      <Actions task={task} />
      <div className={classes['columns']}>
        <div className={classes['work']}>
          <Banner task={task} />
          <Reply task={task} />
          <Story task={task} />
        </div>
        <div className={classes['aside']}>
          <PlaybookSteps task={task} />
          <Facts task={task} />
        </div>
      </div>
    </article>
  );
}
