import hooks from "eslint-plugin-react-hooks";
import typescript from "typescript-eslint";

export default typescript.config(
  { ignores: ["node_modules"] },
  ...typescript.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { project: "./tsconfig.json" } } },
  hooks.configs.flat.recommended,
  { files: ["*.js"], extends: [typescript.configs.disableTypeChecked] },
);
