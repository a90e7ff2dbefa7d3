import { defineConfig } from "vitest/config";

// Figures need the machine for themselves: one after the other, and straight to the terminal.
export default defineConfig({
  test: {
    include: ["e2e/bench/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    fileParallelism: false,
    maxWorkers: 1,
    isolate: false,
    disableConsoleIntercept: true,
  },
});
