/* Runs in the page: how long something that a person does takes, as the browser itself tells it. */
(() => {
  const OPENING = ['keydown', 'pointerdown'];
  let told = [];
  let pressed;
  let answered;
  let shown;
  const observer = new PerformanceObserver((list) => told.push(...list.getEntries()));
  observer.observe({ type: 'event', durationThreshold: 16 });
  for (const type of OPENING) addEventListener(type, ({ timeStamp }) => (pressed = timeStamp), { capture: true });

  /** From here on it counts. `css` finds what will be there when it is done; `answer`, where that is not enough, is a part of the address that has answered. */
  const begin = (css, answer) => {
    told = [];
    pressed = undefined;
    answered = false;
    performance.clearResourceTimings();
    shown = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${css} did not come`)), 20_000);
      const look = () => {
        const isThere = pressed !== undefined && hasAnswered(answer) && isSeen(css);
        if (isThere) afterPaint(() => resolve(performance.now() - pressed));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  };

  /**
   * Milliseconds from the last key or press until what was wanted had been painted; and of all the keys and presses the longest time until
   * the next frame, in steps of 8 ms; what took less than 16 is not told, and counts as that.
   */
  const end = async () => {
    const content = await shown;
    // The browser tells of an event some time after its frame.
    await new Promise((resolve) => setTimeout(resolve, 120));
    const frames = [...told, ...observer.takeRecords()].filter(({ interactionId }) => interactionId > 0);
    return { content, frame: Math.max(16, ...frames.map(({ duration }) => duration)) };
  };

  function isSeen(css) {
    const seen = (element) => element.checkVisibility({ opacityProperty: true });
    return [...document.querySelectorAll(css)].some(seen);
  }

  // An answer is drawn after it has come: within a frame that has known of it from its beginning.
  function hasAnswered(answer) {
    if (answer === undefined || answered) return true;
    answered = performance.getEntriesByType('resource').some(({ name }) => name.includes(answer));
    return false;
  }

  // What is posted within a frame comes after it.
  function afterPaint(then) {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', then, { once: true });
    port1.start();
    port2.postMessage(undefined);
  }

  globalThis.felt = { begin, end };
})();
