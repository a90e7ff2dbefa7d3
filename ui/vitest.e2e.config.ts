import { defineConfig } from "vitest/config";

// Journeys share one machine's display servers and two cores: one after the other, in order.
export default defineConfig({
  test: {
    include: ["e2e/journeys/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    fileParallelism: false,
    maxWorkers: 1,
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    reporters: ["default"],
  },
});
