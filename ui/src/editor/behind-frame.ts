/** Does something behind the frame that is made next, however often it is asked for until then:
 *  the letter is painted before anything is said about it. A page without a graphics card repaints
 *  all that lies between two places which change in one frame. */
export class BehindFrame {
  readonly #work: () => void;
  #frame: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(work: () => void) {
    this.#work = work;
  }

  ask(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#timer = setTimeout(() => {
        this.#frame = null;
        this.#work();
      });
    });
  }

  cancel(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = null;
  }
}
