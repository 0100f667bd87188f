export default {
  input: "../openapi.json",
  output: { path: "src", module: { extension: ".js" } },
  parser: { transforms: { readWrite: { enabled: false } } },
  plugins: [{ name: "@hey-api/client-fetch", includeInEntry: true }, "@hey-api/typescript", "@hey-api/sdk"],
  logs: { level: "warn", file: false },
};
