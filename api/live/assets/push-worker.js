// Shows notifications while no page is open. A product serves this under its own origin, or a file that says
// importScripts('https://<Perennial>/live/push-worker.js').
'use strict';

self.addEventListener('push', (event) => {
  const { title, body, url, tag } = event.data?.json() ?? {};
  if (!title) return;
  // The tag is the touch: one that is delivered twice takes its own place, without a sound.
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url } = event.notification.data ?? {};
  if (/^https?:/.test(url)) event.waitUntil(self.clients.openWindow(url));
});
