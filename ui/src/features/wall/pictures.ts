/** Decoded at once, beside the page. */
const AT_ONCE = 8;
/** Most that come into the page in one frame while it is scrolled. */
const IN_A_FRAME = 3;

interface Wish {
  frame: HTMLElement;
  hash: string;
  image: HTMLImageElement | null;
  gone: boolean;
  /** Ends the wait for its picture. */
  stop(): void;
}

/** Brings the pictures of tiles into the page: fetched and decoded beside it, and put in a few a
 *  frame, so that scrolling waits for none. What has been scrolled past is not waited for. */
export class Pictures {
  /** Scrolled, and how. */
  #pace: "rest" | "slow" | "fast" = "rest";
  readonly #address: (hash: string) => string;
  #waiting: Wish[] = [];
  #decoding = 0;
  #ready: Wish[] = [];
  #frame = 0;

  constructor(address: (hash: string) => string) {
    this.#address = address;
  }

  /** Says that the wall is scrolled, so that frames are kept free: `fast` asks for no pictures that
   *  nobody can see, `rest` brings all there are. */
  at(pace: "rest" | "slow" | "fast"): void {
    this.#pace = pace;
    this.#next();
  }

  /** Shows a photo in a frame until the returned function is called. */
  show(frame: HTMLElement, hash: string): () => void {
    const wish: Wish = { frame, hash, image: null, gone: false, stop: () => undefined };
    this.#waiting.push(wish);
    this.#next();
    return () => {
      wish.gone = true;
      wish.image?.remove();
      wish.image?.removeAttribute("src");
      wish.stop();
    };
  }

  #next(): void {
    if (this.#pace === "fast") return;
    while (this.#decoding < AT_ONCE) {
      const wish = this.#waiting.shift();
      if (!wish) return;
      if (!wish.gone) void this.#decode(wish);
    }
  }

  async #decode(wish: Wish): Promise<void> {
    const image = new Image();
    wish.image = image;
    image.alt = "";
    image.decoding = "async";
    image.src = this.#address(wish.hash);
    this.#decoding += 1;
    // An image whose source is taken away may leave its promise open for good.
    const stopped = new Promise<void>((resolve) => (wish.stop = resolve));
    try {
      await Promise.race([image.decode(), stopped]);
      if (wish.gone) return;
      this.#ready.push(wish);
      if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#put());
    } catch {
      // Scrolled past, or a photo that cannot be shown: its tile stays empty.
    } finally {
      this.#decoding -= 1;
      this.#next();
    }
  }

  #put(): void {
    this.#frame = 0;
    let put = 0;
    for (let wish = this.#ready.shift(); wish; wish = this.#ready.shift()) {
      if (wish.gone || !wish.image) continue;
      wish.frame.append(wish.image);
      put += 1;
      if (this.#pace !== "rest" && put >= IN_A_FRAME) break;
    }
    if (this.#ready.length > 0) this.#frame = requestAnimationFrame(() => this.#put());
  }
}
