import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Django serves the built files from static/app, and names the same address in development.
export default defineConfig({
  base: "/static/app/",
  plugins: [react(), tailwindcss()],
  resolve: { tsconfigPaths: true },
  build: {
    outDir: "../static/app",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    rolldownOptions: { input: "src/main.tsx" },
  },
  server: {
    host: "localhost",
    port: 5173,
    strictPort: true,
    cors: { origin: /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/ },
  },
  test: {
    environment: "jsdom",
    setupFiles: "src/testing/setup.ts",
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
