/** A real WordPress of a journey's own, on loopback. */

import { cpSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "./app";
import type { Display } from "./display";
import { freePort, listens } from "./ports";
import type { Processes } from "./processes";
import { until } from "./until";

/** Where `cargo xtask test` has put the installed site. */
const FOLDER = process.env["BANTHAO_WORDPRESS"] ?? resolve(ROOT, "target/wordpress");

/** Whether there is one to copy; a journey that needs it says that it is skipped where not. */
export const hasWordPress = existsSync(join(FOLDER, "stamp"));

export interface Post {
  id: number;
  status: string;
  title: string;
  text: string;
  link: string;
}

export class WordPress {
  private constructor(
    private readonly processes: Processes,
    private readonly root: string,
    readonly address: string,
  ) {}

  static async start(display: Display): Promise<WordPress> {
    const root = join(display.folder, "wordpress");
    cpSync(join(FOLDER, "site"), root, { recursive: true });
    const port = await freePort();
    const address = `http://127.0.0.1:${String(port)}`;
    const processes = display.processes.with({ BANTHAO_SITE: address });
    processes
      .with({ PHP_CLI_SERVER_WORKERS: "3" })
      .start(display.log("wordpress"), "php", [
        ...["-d", "upload_max_filesize=20M", "-d", "post_max_size=25M"],
        ...["-S", `127.0.0.1:${String(port)}`, "-t", root],
      ]);
    await until("WordPress answers", () => listens(port));
    return new WordPress(processes, root, address);
  }

  /** Login and application password of a role. */
  user(role: string): { name: string; password: string } {
    for (const line of readFileSync(join(FOLDER, "users"), "utf8").split("\n")) {
      const [is, name, password] = line.split(":");
      if (is === role && name && password) return { name, password };
    }
    throw new Error(`no user of the role ${role}`);
  }

  /** Posts that are not in the trash, as the site's own database has them. */
  async posts(): Promise<Post[]> {
    return (await this.php(
      `array_map(fn($p) => ['id' => $p->ID, 'status' => $p->post_status, 'title' => $p->post_title,
        'text' => $p->post_content, 'link' => get_permalink($p)], get_posts(['post_type' => 'post',
        'numberposts' => -1, 'post_status' => ['publish', 'future', 'draft', 'pending', 'private']]))`,
    )) as Post[];
  }

  /** Runs a line of PHP inside the site. */
  async php(line: string): Promise<unknown> {
    const code =
      `$_SERVER['HTTP_HOST']='127.0.0.1'; $_SERVER['REQUEST_METHOD']='GET'; ` +
      `require '${this.root}/wp-load.php'; echo json_encode(${line});`;
    return JSON.parse(await this.processes.run("php", ["-r", code])) as unknown;
  }
}
