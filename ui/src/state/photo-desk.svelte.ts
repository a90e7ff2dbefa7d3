import { asFailure, ipc } from "../ipc";
import type { EditedPhotos, PhotoKit, WordChanges } from "../ipc";
import { notices } from "./notices.svelte";
import { open } from "./open.svelte";

/** The photos of the desk, for all who show them or say something of them. */
class PhotoDesk {
  /** Templates and code replacements; read when first asked for. */
  kit = $state.raw<PhotoKit>({ templates: [], codes: [], variables: [] });
  /** Counts the changes of what is said of photos, for those who list them. */
  edits = $state(0);
  #read = false;

  async readKit(): Promise<void> {
    if (this.#read) return;
    this.#read = true;
    await this.keepKit(ipc.photoKit);
  }

  /** Shows the kit as a command has left it. `false` where it failed, which is told. */
  async keepKit(make: () => Promise<PhotoKit>): Promise<boolean> {
    try {
      this.kit = await make();
      return true;
    } catch (thrown) {
      notices.fail(asFailure(thrown));
      return false;
    }
  }

  /** Says something else of photos, and offers to take it back in one step. `false` where that
   *  failed, which is told. */
  async edit(hashes: string[], changes: WordChanges): Promise<boolean> {
    try {
      const edited = await ipc.editPhotos(hashes, changes);
      this.tell(edited);
      const { batch } = edited;
      const count = Object.keys(edited.photos).length;
      if (batch === null) notices.tell("photoInfo.nothingNew");
      else {
        const run = () => void this.#undo(batch);
        notices.tell("photoInfo.edited", { count }, { key: "keys.undo", run });
      }
      return true;
    } catch (thrown) {
      notices.fail(asFailure(thrown));
      return false;
    }
  }

  /** Tells the page and the lists what photos say now. */
  tell({ photos }: EditedPhotos): void {
    const changed = Object.values(photos).filter((photo) => photo !== undefined);
    open.session?.photosChanged(changed);
    this.edits += 1;
  }

  async #undo(batch: string): Promise<void> {
    try {
      const undone = await ipc.undoPhotoEdit(batch);
      this.tell(undone);
      notices.tell("photoInfo.undone", { count: Object.keys(undone.photos).length });
    } catch (thrown) {
      notices.fail(asFailure(thrown));
    }
  }
}

export const photoDesk = new PhotoDesk();
