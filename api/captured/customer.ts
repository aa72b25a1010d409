import type { JourneyHeader } from '../../domain/journey';
import { nextTimer, stateAt } from '../../domain/policy/task-timers';
import type { Playbook } from '../../domain/task';
import type { Customer } from '../../prisma/generated/client';
import type { TaskRow } from '../../prisma/tasks/row';
import { html, type Markup, type Part } from './html';
import { clockIcon, forwardIcon, personIcon } from './icons';
import { nameOf } from './messages';
import { eventSelect } from './people';
import type { Chosen, Run } from './read';
import { ago, moment } from './time';
import { anyOf, lineOf, wordsOf } from './words';

interface Surroundings {
  readonly journeys: readonly JourneyHeader[];
  readonly playbooks: Readonly<Record<string, Playbook>>;
  readonly now: Date;
}

/** A customer whose part is played: who they are, where they stand, what waits for a person, and what has happened. */
export function customerPanel(chosen: Chosen, around: Surroundings): Markup {
  const { customer, runs, tasks, story } = chosen;
  const { now } = around;
  return html`<aside class="customer" aria-label="${nameOf(customer)}">
    <div id="who">${whoIs(customer)}</div>
    <section id="tasks">${tasks.map((task) => taskCard(task, around))}</section>
    <section id="runs">
      <h3>Journeys</h3>
      ${runs.map((run) => runCard(run, around))} ${runs.length === 0 && html`<p class="hint">In no journey yet.</p>`}
    </section>
    ${actAs(chosen, around)}
    <section id="story">
      <h3>Story</h3>
      <ol class="story">
        ${story.map((entry) => html`<li class="kind--${entry.kind}"><span>${lineOf(entry)}</span> ${ago(new Date(entry.at), now)}</li>`)}
      </ol>
    </section>
  </aside>`;
}

function whoIs(customer: Customer): Markup {
  const { email, phone, locale, lifecycle, timeZone } = customer;
  return html`<h2>${nameOf(customer)} <span class="stage stage--${lifecycle}">${lifecycle}</span></h2>
    <p class="facts">${[email, phone, locale, timeZone].filter(Boolean).map((fact) => html`<span>${fact}</span>`)}</p>
    <p class="facts"><code>${customer.id}</code></p>`;
}

function runCard({ enrollment, wait, task }: Run, { playbooks, now }: Surroundings): Markup {
  const { id, journey, stage, state, how, outcome, endedAt, enteredAt, stuckSince, stuckBecause } = enrollment;
  if (state === 'ended') {
    return html`<div class="run run--ended" id="run-${id}">
      <p>
        <b>${journey}</b> ended (${how}): ${wordsOf(outcome ?? '').toLowerCase()}
        <span class="distance">${ago(endedAt ?? enteredAt, now)}</span>
      </p>
    </div>`;
  }
  return html`<div class="run" id="run-${id}">
    <p>
      <b>${journey}</b>
      <span class="chip">${stage}</span>${state === 'paused' && html` <span class="chip">paused</span>`}
    </p>
    ${stuckSince ? standstill(stuckBecause, stuckSince, now) : goingOn({ enrollment, wait, task }, playbooks, now)}
  </div>`;
}

/** A run that cannot go on: time that passes would change nothing. */
function standstill(because: string | null, since: Date, now: Date): Markup {
  return html`<p class="banner">Cannot go on: ${because} <span class="distance">${ago(since, now)}</span></p>`;
}

function goingOn({ enrollment, wait, task }: Run, playbooks: Surroundings['playbooks'], now: Date): Markup {
  return html`<p class="position">${clockIcon} <span>${position(task, wait, playbooks, now)}</span></p>
    <form method="post" action="/captured/enrollments/${enrollment.id}/advance">
      <button>${forwardIcon} Let the time pass</button>
    </form>`;
}

function position(task: TaskRow | null, wait: Run['wait'], playbooks: Surroundings['playbooks'], now: Date): Part {
  if (task) {
    const timer = nextTimer(task, now);
    const next = timer && html` ${NEXT[timer.step]} ${moment(new Date(timer.at), now)}.`;
    return html`Waits for a person: ${playbooks[task.playbook]?.title ?? task.playbook}.${next}`;
  }
  if (!wait) return 'At work.';
  if (wait.message) {
    const why = wordsOf(wait.message.reason).toLowerCase();
    return html`Holds ${wait.message.name} back (${why}) until ${moment(wait.until, now)}`;
  }
  const what = wait.events.length > 0 ? `Listens for ${anyOf(wait.events)} until` : 'Lets time pass until';
  return html`${what} ${moment(wait.until, now)}`;
}

const NEXT = {
  return: 'Back to the queue',
  remind: 'The queue is reminded',
  breach: 'Due',
  expire: 'Expires',
} as const;

function taskCard(task: TaskRow, { playbooks, now }: Surroundings): Markup {
  const { id, version, because, assignee, dueAt, escalatedTo, banner } = task;
  const playbook = playbooks[task.playbook];
  const state = stateAt(task, now);
  const holder =
    state === 'open' ? (assignee ? `offered to ${assignee}` : 'unclaimed') : `${state} by ${assignee ?? 'nobody'}`;
  return html`<div class="task" id="task-${id}">
    <p class="eyebrow">${personIcon} A person is asked</p>
    <h3>${playbook?.title ?? task.playbook}</h3>
    <p>${because}</p>
    ${banner && html`<p class="banner">${banner}</p>`}
    <p class="facts">
      <span>due ${moment(dueAt, now)}</span
      ><span>${holder}</span>${escalatedTo && html`<span>overdue, ${escalatedTo} was told</span>`}
    </p>
    <details id="list-${id}">
      <summary>Checklist</summary>
      <ol>
        ${playbook?.checklist.map((step) => html`<li>${step}</li>`)}
      </ol>
    </details>
    <form class="stack" method="post" action="/captured/tasks/${id}/completion">
      <input type="hidden" name="version" value="${version}" />
      <label
        >What came of it
        <select name="outcome" required>
          ${Object.entries(playbook?.outcomes ?? {}).map(([code, meaning]) => html`<option value="${code}" title="${meaning}">${wordsOf(code)}: ${meaning}</option>`)}
        </select></label
      >
      <label>Note <input name="note" maxlength="2000" autocomplete="off" placeholder="Optional" /></label>
      <button class="primary">Complete</button>
    </form>
  </div>`;
}

function actAs({ customer, others }: Chosen, { journeys }: Surroundings): Markup {
  const { id } = customer;
  const act = `/captured/customers/${id}`;
  return html`<section class="act" id="act">
    <h3>Act as ${nameOf(customer)}</h3>
    <div class="row">
      <form method="post" action="${act}/events">
        <input type="hidden" name="type" value="customer.logged_in" /><button>Log in</button>
      </form>
      <form method="post" action="${act}/events">
        <input type="hidden" name="type" value="customer.help_requested" /><button>Ask for a person</button>
      </form>
    </div>
    <form class="inline inline--event" method="post" action="${act}/events">
      <label for="event-${id}" class="sr">Event</label>${eventSelect(journeys, { id: `event-${id}` })}
      <input name="text" maxlength="500" aria-label="Detail" placeholder="Detail (optional)" autocomplete="off" />
      <button>Post</button>
    </form>
    ${
      others.length > 0 &&
      html`<form class="inline" method="post" action="${act}/enrollments">
        <select name="journey" aria-label="Journey">
          ${others.map(({ name }) => html`<option>${name}</option>`)}
        </select>
        <button>Start journey</button>
      </form>`
    }
  </section>`;
}
