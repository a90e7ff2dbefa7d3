import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

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
    // Read from the disk of this machine: one file starts faster than several.
    chunkSizeWarningLimit: 800,
  },
  resolve: {
    // Svelte's browser build in tests too, where components are mounted in jsdom.
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "jsdom",
    restoreMocks: true,
    // tokens.test.ts reads the style sheet itself.
    css: true,
    // What a test waits for is its own answer, not the clock: a busy machine is no failure.
    testTimeout: 120_000,
  },
});
