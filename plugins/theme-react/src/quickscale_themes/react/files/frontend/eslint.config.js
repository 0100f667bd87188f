import hooks from "eslint-plugin-react-hooks";
import typescript from "typescript-eslint";

const ZOD = {
  regex: "^zod(/|$)",
  message: "Import it from @/app/zod, which keeps it to the Content-Security-Policy.",
};

// What stands around every page is loaded with each of them, so forms are no part of it.
const FORMS = {
  group: ["@/components/field", "@/components/form", "react-hook-form", "@/app/zod"],
  message: "Forms are loaded with the pages that have one.",
};

export default typescript.config(
  { ignores: ["node_modules"] },
  ...typescript.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { project: "./tsconfig.json" } } },
  hooks.configs.flat.recommended,
  {
    ignores: ["src/app/zod.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [ZOD] }] },
  },
  {
    files: ["src/app/**", "src/main.tsx"],
    ignores: ["src/app/zod.ts", "**/*.test.*"],
    rules: { "no-restricted-imports": ["error", { patterns: [ZOD, FORMS] }] },
  },
  { files: ["*.js"], extends: [typescript.configs.disableTypeChecked] },
);
