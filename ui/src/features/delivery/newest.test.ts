import { expect, test } from "vitest";

import type { DeliveryRow } from "../../ipc";
import { newestOfEach } from "./newest";

const row = (id: string, article: string, status: string, kind = "bring") => {
  const delivery = { id, article, destination: "cong", status, errand: { kind } };
  return { delivery } as unknown as DeliveryRow;
};

test("what stands at a destination is of the newest delivery that was not given up", () => {
  const rows = [
    row("6", "a", "done", "clear"),
    row("5", "a", "cancelled"),
    row("4", "a", "done"),
    row("3", "b", "open"),
    row("2", "a", "done"),
    row("1", "b", "done"),
  ];
  expect([...newestOfEach(rows)]).toEqual(["4", "3"]);
});
