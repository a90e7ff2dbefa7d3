import type { Peer, Person, PersonId } from "../../ipc";

/** Somebody to whom an article can be handed off. */
export interface Receiver {
  id: PersonId;
  name: string;
}

/** Whom a file can be for: colleagues whose files have come, and everybody else by name. */
export function receivers(
  peers: readonly Peer[],
  people: readonly Person[],
  me: Person | null,
): { known: Receiver[]; others: Receiver[] } {
  const known = new Map<PersonId, Receiver>();
  for (const { person, name, trust } of peers) {
    if (isTrusted(trust) && person !== me?.id) known.set(person, { id: person, name });
  }
  const others = people.filter(({ id }) => id !== me?.id && !known.has(id));
  return {
    known: [...known.values()],
    others: others.map(({ id, name }) => ({ id, name })),
  };
}

/** Names of the devices for which a file to this person can be encrypted. */
export function devicesOf(peers: readonly Peer[], person: PersonId): string[] {
  return peers
    .filter((peer) => peer.person === person && isTrusted(peer.trust))
    .map(({ device }) => device);
}

function isTrusted(trust: Peer["trust"]): boolean {
  return trust === "firstUse" || trust === "verified";
}
