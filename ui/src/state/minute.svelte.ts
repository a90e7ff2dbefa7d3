import { createSubscriber } from "svelte/reactivity";

const MINUTE_MS = 60_000;

/** The time, for whatever counts down: moves on once a minute, on the minute, and only while
 *  something on the screen reads it. A machine that has slept is told the time when it wakes. */
class Minute {
  readonly #subscribe = createSubscriber((update) => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      update();
      clearTimeout(timer);
      timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));
    };
    timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));
    const woken = () => {
      if (document.visibilityState === "visible") tick();
    };
    document.addEventListener("visibilitychange", woken);
    window.addEventListener("focus", woken);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", woken);
      window.removeEventListener("focus", woken);
    };
  });

  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const minute = new Minute();
