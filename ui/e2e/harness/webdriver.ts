/**
 * The few W3C WebDriver calls the journeys need.
 *
 * Written on `fetch`: the client packages on npm bring drivers of other browsers, which they
 * download when installed, and negotiate protocols WebKitWebDriver does not speak.
 */

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export interface ElementRef {
  readonly [ELEMENT]: string;
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What WebDriver calls an input source: pointer, keyboard. */
export interface InputSource {
  type: "pointer" | "key" | "wheel";
  id: string;
  parameters?: { pointerType: "mouse" };
  actions: Record<string, unknown>[];
}

export class WebDriverError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

export class WebDriver {
  private constructor(
    private readonly base: string,
    private readonly session: string,
  ) {}

  static async open(port: number, binary: string, args: string[] = []): Promise<WebDriver> {
    const base = `http://127.0.0.1:${port}`;
    const answer = await call<{ sessionId: string }>(`${base}/session`, "POST", {
      capabilities: {
        alwaysMatch: { "webkitgtk:browserOptions": { binary, args } },
      },
    });
    const driver = new WebDriver(base, answer.sessionId);
    await driver.#post("timeouts", { script: 30_000, pageLoad: 30_000, implicit: 0 });
    return driver;
  }

  /** Ends the session, which also ends the app. */
  async close(): Promise<void> {
    await call(`${this.base}/session/${this.session}`, "DELETE").catch(() => undefined);
  }

  go(url: string): Promise<void> {
    return this.#post("url", { url });
  }

  title(): Promise<string> {
    return this.#get("title");
  }

  find(selector: string): Promise<ElementRef> {
    return this.#post("element", { using: "css selector", value: selector });
  }

  findAll(selector: string): Promise<ElementRef[]> {
    return this.#post("elements", { using: "css selector", value: selector });
  }

  click(element: ElementRef): Promise<void> {
    return this.#post(`element/${element[ELEMENT]}/click`, {});
  }

  text(element: ElementRef): Promise<string> {
    return this.#get(`element/${element[ELEMENT]}/text`);
  }

  /** Runs a function in the page; it sees only its arguments and the page. */
  run<T, A extends unknown[]>(work: (...args: A) => T, ...args: A): Promise<Awaited<T>> {
    return this.#post("execute/sync", {
      script: `return (${work.toString()})(...arguments)`,
      args,
    });
  }

  act(sources: InputSource[]): Promise<void> {
    return this.#post("actions", { actions: sources });
  }

  setRect(rect: Partial<Rect>): Promise<Rect> {
    return this.#post("window/rect", rect);
  }

  #get<T>(path: string): Promise<T> {
    return call(`${this.base}/session/${this.session}/${path}`, "GET");
  }

  #post<T>(path: string, body: unknown): Promise<T> {
    return call(`${this.base}/session/${this.session}/${path}`, "POST", body);
  }
}

async function call<T>(url: string, method: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) {
    throw new WebDriverError(value.error ?? String(response.status), value.message ?? "");
  }
  return value;
}
