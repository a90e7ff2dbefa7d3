import type { DeliveryRow } from "../../ipc";

/** Of rows that are newest first, the ids of those after which nothing of the same article went to
 *  the same place. One that was given up changed nothing, and neither did clearing up after it. */
export function newestOfEach(rows: readonly DeliveryRow[]): ReadonlySet<string> {
  const places = new Set<string>();
  const newest = new Set<string>();
  for (const { delivery } of rows) {
    if (delivery.status === "cancelled" || delivery.errand.kind === "clear") continue;
    const place = `${delivery.article}\n${delivery.destination}`;
    if (!places.has(place)) newest.add(delivery.id);
    places.add(place);
  }
  return newest;
}
