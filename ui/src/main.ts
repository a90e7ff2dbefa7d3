import { mount } from "svelte";

import App from "./App.svelte";
import { noteUncaught } from "./ipc";
import "./styles/base.css";

const place = document.getElementById("app");
if (!place) throw new Error("the page has no #app");

noteUncaught();

// Files dropped beside the page must not replace it; the window hands them on as events.
for (const kind of ["dragover", "drop"] as const) {
  window.addEventListener(kind, (event) => event.preventDefault());
}

mount(App, { target: place });
