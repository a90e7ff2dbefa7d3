/** A real SSH server of a journey's own, on loopback, which lets in whoever runs the journey. */

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { ROOT } from "./app";
import type { Display } from "./display";
import { freePort, listens } from "./ports";
import { until } from "./until";

/** Where `cargo xtask test` has put the server's program. */
const PROGRAM = process.env["BANTHAO_SSHD"] ?? resolve(ROOT, "target/sshd/usr/sbin/sshd");

/** Whether there is one to start; a journey that needs it says that it is skipped where not. */
export const hasSshd =
  existsSync(PROGRAM) &&
  // One of root's is the user `sshd` before somebody has signed in.
  (userInfo().uid !== 0 || /^sshd:/m.test(readFileSync("/etc/passwd", "utf8")));

export class Sshd {
  private constructor(
    readonly address: string,
    readonly user: string,
    readonly key: string,
    /** Of its key, as `ssh-keygen` shows it. */
    readonly fingerprint: string,
    private readonly folder: string,
  ) {}

  static async start(display: Display): Promise<Sshd> {
    const folder = join(display.folder, "sshd");
    const at = (name: string): string => join(folder, name);
    mkdirSync(at("bai"), { recursive: true });
    if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true });
    for (const name of ["host", "key"]) {
      await display.processes.run("ssh-keygen", [
        ...["-q", "-t", "ed25519", "-N", "", "-f", at(name)],
      ]);
    }
    copyFileSync(at("key.pub"), at("authorized"));
    const port = await freePort();
    const settings = [
      `Port ${String(port)}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${at("host")}`,
      `AuthorizedKeysFile ${at("authorized")}`,
      ...["StrictModes no", "UsePAM no", "PermitRootLogin yes", "PidFile none"],
      "Subsystem sftp internal-sftp",
    ];
    writeFileSync(at("config"), `${settings.join("\n")}\n`);
    const libraries = resolve(PROGRAM, "../../lib");
    const below =
      existsSync(libraries) && !PROGRAM.startsWith("/usr") ? readdirSync(libraries) : [];
    display.processes
      .with({ LD_LIBRARY_PATH: below.map((name) => join(libraries, name)).join(":") })
      .start(display.log("sshd"), PROGRAM, ["-D", "-e", "-f", at("config")]);
    await until("the SSH server answers", () => listens(port));
    const said = await display.processes.run("ssh-keygen", ["-l", "-f", at("host.pub")]);
    return new Sshd(
      `sftp://127.0.0.1:${String(port)}${at("bai")}`,
      userInfo().username,
      at("key"),
      said.split(" ")[1] ?? "",
      folder,
    );
  }

  /** What was delivered. */
  packages(): string[] {
    return readdirSync(join(this.folder, "bai"));
  }
}
