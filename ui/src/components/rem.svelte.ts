import { createSubscriber } from "svelte/reactivity";

const follow = createSubscriber((update) => {
  window.addEventListener("resize", update);
  return () => window.removeEventListener("resize", update);
});

/** How many pixels a rem has. Read in an effect or derived, it follows the scale of the text. */
export function pixelsOfRem(): number {
  follow();
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}
