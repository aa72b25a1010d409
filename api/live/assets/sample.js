// The sample page's own script: sends its forms without leaving the page, and offers notifications once it knows whether they can be had.
'use strict';

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.action.endsWith('/messages')) return;
  event.preventDefault();
  void fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' });
});

const button = document.getElementById('allow');
const state = document.getElementById('state');

function showState() {
  const is = window.perennial.push.state();
  button.hidden = is !== 'default' && is !== 'granted';
  state.textContent = is === 'unsupported' ? 'Notifications need PERENNIAL_VAPID_PUBLIC_KEY.' : `Notifications: ${is}`;
}

button.addEventListener('click', () => void allow());

async function allow() {
  const failed = await window.perennial.push.subscribe().then(
    () => '',
    (error) => ` (${error.message ?? error.status})`,
  );
  showState();
  state.textContent += failed;
}

setTimeout(showState, 1_000);
