/** Before any test: the screens speak Vietnamese, as they do when the window starts. */
import { words } from "./words.svelte";

await words.speak("vi");
