/** A line to a server on loopback that holds one request in the hand: a good moment to cut the power. */

import { type Server, type Socket, connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** Where a request is held: before it arrives, or once it was done and before its answer comes back. */
export type Place = "before" | "after";

export class Line {
  #hold: { which: RegExp; place: Place; reached: () => void } | undefined;

  private constructor(
    private readonly server: Server,
    private readonly to: number,
  ) {}

  static async to(port: number): Promise<Line> {
    const server = createServer();
    const line = new Line(server, port);
    server.on("connection", (call) => void line.#exchange(call));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return line;
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Holds the next request whose first line is such; tells when it has it. */
  holds(which: RegExp, place: Place): Promise<void> {
    return new Promise((reached) => {
      this.#hold = { which, place, reached };
    });
  }

  end(): void {
    this.server.close();
  }

  async #exchange(call: Socket): Promise<void> {
    call.on("error", () => undefined);
    const request = await wholeRequest(call);
    const first = request.subarray(0, request.indexOf("\r")).toString();
    const hold = this.#hold?.which.test(first) ? this.#hold : undefined;
    if (hold) this.#hold = undefined;
    if (hold?.place === "before") return hold.reached();
    const answer = await this.#ask(request);
    if (hold) return hold.reached();
    call.end(answer);
  }

  /** The server hangs up after each answer. */
  #ask(request: Buffer): Promise<Buffer> {
    return new Promise((done) => {
      const parts: Buffer[] = [];
      const server = connect(this.to, "127.0.0.1", () => server.write(request));
      server.on("data", (part) => parts.push(part));
      server.on("error", () => undefined);
      server.on("close", () => {
        done(Buffer.concat(parts));
      });
    });
  }
}

/** A request to its end, told to hang up after the answer. */
function wholeRequest(call: Socket): Promise<Buffer> {
  return new Promise((done) => {
    let request = Buffer.alloc(0);
    call.on("data", (part: Buffer) => {
      request = Buffer.concat([request, part]);
      const head = request.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = /content-length: *(\d+)/i.exec(request.subarray(0, head).toString())?.[1];
      if (request.length < head + 4 + Number(length ?? 0)) return;
      const hangUp = Buffer.from("\r\nConnection: close");
      done(Buffer.concat([request.subarray(0, head), hangUp, request.subarray(head)]));
    });
  });
}
