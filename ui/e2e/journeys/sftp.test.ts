import { expect, test } from "vitest";
import { journey } from "../harness/journey";
import { Sshd, hasSshd } from "../harness/sshd";
import { until } from "../harness/until";

if (!hasSshd) {
  test.skip("SFTP: there is no SSH server here; `cargo xtask test` fetches one", () => {
    // Skipped by name.
  });
} else {
  journey(
    "A server of files is trusted by the key that somebody has compared",
    {},
    async (desk) => {
      const server = await Sshd.start(desk.display);
      await desk.alreadySetUp();
      await desk.start();
      await desk.openFirst();
      await desk.click("open-settings");
      await desk.click("settings-destinations");
      await desk.see("destinations-dialog");
      await desk.click("destination-add");
      await desk.fill("destination-name", "Kho lưu");
      await desk.choose("destination-kind", "sftp");
      await desk.fill("destination-address", server.address);
      await desk.fill("destination-user", server.user);
      await desk.fill("destination-key-file", server.key);
      await desk.click("destination-test");
      await until(
        "the unknown server is told",
        async () => (await desk.attribute("destination-trouble", "data-kind")) === "hostUnknown",
      );
      expect(await desk.textOf("destination-fingerprint")).toBe(server.fingerprint);
      await desk.picture("unknown");
      await desk.click("destination-trust");
      await desk.see("destination-host-key");
      await desk.click("destination-test");
      await desk.see("destination-tested", 20_000);
      await desk.picture("trusted");
      expect(server.packages(), "a test leaves nothing").toEqual([]);
      await desk.click("destinations-save");
      await desk.gone("destinations-dialog");
      await desk.choose("settings-theme", "dark");
      await desk.choose("settings-language", "en");
      await desk.click("settings-destinations");
      await desk.see("destination-host-key");
      await desk.picture("dark-english");
      await desk.click("destination-forget-host");
      await desk.click("destination-test");
      await desk.see("destination-fingerprint");
      await desk.picture("forgotten-dark-english");
    },
  );
}
