import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

const tauri = { group: ["@tauri-apps/*"], message: "Only src/ipc talks to the window." };
const features = {
  regex: "^(\\.\\./)+features/",
  message: "The editor, state and components know nothing of features.",
};

/** What each folder may not import. Features never import features: what they share is in
 *  components or state, and the shell puts them together. */
const doors = [
  { files: ["src/**"], ignores: ["src/ipc/**"], patterns: [tauri] },
  {
    files: ["src/components/**", "src/state/**", "src/editor/**", "src/words/**"],
    patterns: [tauri, features],
  },
  {
    files: ["src/features/**"],
    patterns: [
      tauri,
      {
        regex: "^\\.\\./(?!\\.\\.)",
        message: "Features never import features.",
      },
      { regex: "^(\\.\\./)+shell/", message: "The shell knows the features, never the reverse." },
    ],
  },
  {
    files: ["src/ipc/**"],
    patterns: [{ regex: "^\\.\\./", message: "The ipc folder stands alone." }],
  },
];

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/ipc/generated.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        extraFileExtensions: [".svelte"],
        svelteConfig,
      },
    },
    rules: {
      // Pages of other people never reach the screen as markup.
      "svelte/no-at-html-tags": "error",
      "svelte/require-each-key": "error",
      // Maps and dates here are values that are replaced whole, or no state at all.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  ...doors.map(({ files, ignores, patterns }) => ({
    files,
    ...(ignores ? { ignores } : {}),
    rules: { "no-restricted-imports": ["error", { patterns }] },
  })),
  {
    files: ["*.config.ts", "*.config.js", "e2e/**"],
    languageOptions: { globals: { ...globals.node } },
    rules: { "no-console": "off" },
  },
);
