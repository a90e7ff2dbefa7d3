import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

interface Graph {
  getModuleInfo(id: string): { isEntry: boolean; importers: readonly string[] } | null;
}

/** Whether the window's first picture needs a module: the entry imports it, by whatever way. */
function forFirstPicture(id: string, graph: Graph, seen = new Set<string>()): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const info = graph.getModuleInfo(id);
  if (!info) return false;
  return info.isEntry || info.importers.some((each) => forFirstPicture(each, graph, seen));
}

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  server: {
    port: 5173,
    // The window's configuration names this very port.
    strictPort: true,
  },
  build: {
    // The oldest webviews we run in: WebKitGTK 2.50 and the evergreen WebView2.
    target: ["safari18", "chrome130"],
    // The content security policy knows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // One script: the start waits for each, and for what each of them asks for.
          groups: [{ name: (id, graph) => (forFirstPicture(id, graph) ? "page" : null) }],
        },
      },
    },
  },
  resolve: {
    // Svelte's browser build in tests too, where components are mounted in jsdom.
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "jsdom",
    setupFiles: ["src/words/spoken.ts"],
    restoreMocks: true,
    // tokens.test.ts reads the style sheet itself.
    css: true,
    // What a test waits for is its own answer, not the clock: a busy machine is no failure.
    testTimeout: 120_000,
  },
});
