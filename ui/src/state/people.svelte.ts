import { asFailure, ipc } from "../ipc";
import type { Person } from "../ipc";
import { notices } from "./notices.svelte";

/** The people this desk knows. */
class People {
  list = $state.raw<Person[]>([]);

  async read(): Promise<void> {
    try {
      this.list = await ipc.listPeople();
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }

  /** The contributor with this pen name; a new one where nobody has it yet. */
  async byPenName(penName: string): Promise<Person> {
    const same = (text: string) => text.normalize("NFC").toLocaleLowerCase("vi");
    const known = this.list.find((person) => same(person.penName) === same(penName));
    if (known) return known;
    const made = await ipc.savePerson({
      ...{ id: "", name: penName, penName },
      ...{ role: "reporter", sections: [] },
    });
    await this.read();
    return made;
  }
}

export const people = new People();
