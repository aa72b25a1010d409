// Shows notifications while no page is open. A product serves this under its own origin, or a file that says
// importScripts('https://<Perennial>/live/push-worker.js').
'use strict';

self.addEventListener('push', (event) => {
  const { title, body, url, tag, help } = event.data?.json() ?? {};
  if (!title) return;
  // The tag is the touch: one that is delivered twice takes its own place, without a sound.
  const actions = help ? [{ action: 'help', title: help.label }] : [];
  event.waitUntil(self.registration.showNotification(title, { body, tag, actions, data: { url, help: help?.url } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url: page, help } = event.notification.data ?? {};
  const url = event.action === 'help' ? help : page;
  if (/^https?:/.test(url)) event.waitUntil(self.clients.openWindow(url));
});
