import { defineConfig } from "vitest/config";

// Each journey has a display, a home and ports of its own: two run side by side, as most of one is
// waiting. More would wait for each other's drawing on a machine with two cores.
export default defineConfig({
  test: {
    include: ["e2e/journeys/**/*.test.ts"],
    environment: "node",
    // The day of the app they look at (harness/display.ts).
    env: { TZ: "Asia/Ho_Chi_Minh" },
    pool: "forks",
    maxWorkers: 2,
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    reporters: ["default"],
  },
});
