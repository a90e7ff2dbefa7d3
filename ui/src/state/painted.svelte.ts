/** Whether the window has shown its first picture. At a start one waits for the page: what stands
 *  around it comes after that. */
class Painted {
  done = $state(false);

  /** Called once the page is there. */
  await(): void {
    // The picture of a frame is made after its callbacks: it is seen when the next frame begins.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => (this.done = true))));
  }
}

export const painted = new Painted();
