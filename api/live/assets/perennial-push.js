// Notifications by the browser: the part of perennial.js that is loaded by whoever wants them.

/** Subscribes this browser under the customer who is signed in, with the permission that was just given. */
export async function subscribe({ call, pushKey, worker }) {
  const policy = window.trustedTypes?.createPolicy('perennial', { createScriptURL: (url) => url });
  await navigator.serviceWorker.register(policy ? policy.createScriptURL(worker) : worker);
  await subscribed(await navigator.serviceWorker.ready, call, pushKey);
}

/** Tells the server again of a browser that subscribed once: somebody else may be signed in now, or the server may have another key. */
export async function renew({ call, pushKey, worker }) {
  const registration = await navigator.serviceWorker.getRegistration(worker);
  if (await registration?.pushManager.getSubscription()) await subscribed(registration, call, pushKey);
}

/** Ends it here and at the server. */
export async function unsubscribe({ call, worker }) {
  const registration = await navigator.serviceWorker.getRegistration(worker);
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return;
  await call('push-subscriptions', { method: 'DELETE', body: { endpoint: subscription.endpoint } });
  await subscription.unsubscribe();
}

/** A subscription is bound to a key of the server's: one to another key is made anew. */
async function subscribed({ pushManager }, call, pushKey) {
  let subscription = await pushManager.getSubscription();
  const bound = subscription?.options.applicationServerKey;
  if (bound && base64url(bound) !== pushKey) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
  await call('push-subscriptions', { method: 'POST', body: subscription.toJSON() });
}

function base64url(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
