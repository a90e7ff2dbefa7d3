import { expect, test } from "vitest";

import type { Peer, Person } from "../../ipc";
import { devicesOf, receivers } from "./receivers";

const person = (id: string): Person => ({
  ...{ id, name: `Name of ${id}`, penName: id },
  ...{ role: "editor", sections: [] },
});
const peer = (of: string, device: string, trust: Peer["trust"] = "firstUse"): Peer => ({
  ...{ key: `${of} ${device}`, fingerprint: "", person: of, name: `Name of ${of}` },
  ...{ device, firstSeen: 0, trust },
});

test("colleagues whose files have come stand first, each once, and never oneself", () => {
  const { known, others } = receivers(
    [peer("hieu", "MAY-02"), peer("hieu", "MAY-03"), peer("me", "MAY-09")],
    [person("hieu"), person("lan"), person("me")],
    person("me"),
  );
  expect(known.map(({ id }) => id)).toEqual(["hieu"]);
  expect(others.map(({ id }) => id)).toEqual(["lan"]);
});

test("nothing is encrypted for a device that is not trusted", () => {
  const peers = [peer("hieu", "MAY-02", "replaced"), peer("hieu", "MAY-03", "verified")];
  expect(devicesOf(peers, "hieu")).toEqual(["MAY-03"]);
  const { known, others } = receivers([peer("lan", "X", "blocked")], [person("lan")], null);
  expect(known).toEqual([]);
  expect(
    others.map(({ id }) => id),
    "a file can go there all the same",
  ).toEqual(["lan"]);
});
