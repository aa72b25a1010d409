/** A way through a journey: its name, and what happens on it, as `simulate --event` takes it. */
export interface Path {
  readonly journey: string;
  readonly name: string;
  readonly events: readonly string[];
}

const DONE = '{"outcome":"reached_resolved"}';

/** One path for each way through each journey: what is recorded here, no later change may break. */
export const PATHS: readonly Path[] = [
  { journey: 'at-risk', name: 'silent', events: [] },
  { journey: 'at-risk', name: 'called', events: [`9d task.completed ${DONE}`] },
  {
    journey: 'at-risk',
    name: 'answered',
    events: ['2d customer.replied', '3d task.completed {"outcome":"reached_at_risk"}', `4d task.completed ${DONE}`],
  },
  { journey: 'at-risk', name: 'goal', events: ['5d customer.logged_in'] },
  { journey: 'at-risk', name: 'goal-during-task', events: ['8d12h customer.logged_in'] },
  { journey: 'at-risk', name: 'exit', events: ['1d customer.churned'] },
  { journey: 'onboarding', name: 'silent', events: [] },
  {
    journey: 'onboarding',
    name: 'team',
    events: ['1d customer.logged_in', '2d teammate.invited', '3d team.setup_completed', `8d task.completed ${DONE}`],
  },
  { journey: 'onboarding', name: 'team-unfinished', events: ['1d teammate.invited'] },
  { journey: 'onboarding', name: 'help', events: ['1d customer.help_requested'] },
  { journey: 'onboarding', name: 'goal', events: ['3d value.reached'] },
  { journey: 'onboarding', name: 'exit', events: ['1d customer.churned'] },
  { journey: 'renewal', name: 'silent', events: [] },
  {
    journey: 'renewal',
    name: 'goal',
    events: ['31d task.completed {"outcome":"will_renew"}', '115d subscription.renewed'],
  },
  {
    journey: 'renewal',
    name: 'saved',
    events: [
      '31d task.completed {"outcome":"wants_to_leave"}',
      '33d reason.given {"reason":"price"}',
      '34d task.completed {"outcome":"saved"}',
      '121d task.completed {"outcome":"renewed"}',
    ],
  },
  {
    journey: 'renewal',
    name: 'leaving',
    events: ['31d task.completed {"outcome":"wants_to_leave"}', '40d task.completed {"outcome":"leaving"}'],
  },
  { journey: 'renewal', name: 'answered', events: ['91d customer.replied'] },
  { journey: 'renewal', name: 'exit', events: ['10d subscription.cancelled'] },
  { journey: 'advocacy', name: 'silent', events: [] },
  {
    journey: 'advocacy',
    name: 'story',
    events: ['3d review.posted', '43d story.agreed', '44d task.completed {"outcome":"story_told"}'],
  },
  { journey: 'advocacy', name: 'goal', events: ['20d referral.joined'] },
  { journey: 'advocacy', name: 'exit', events: ['2d ticket.opened'] },
];
