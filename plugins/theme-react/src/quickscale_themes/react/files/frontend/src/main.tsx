import "./styles.css";

import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "@/app/app";
import { shell } from "@/app/shell-data";

// Dialogs hold the page still with a style of their own, which the browser takes with this alone.
setNonce(shell.nonce);

const root = document.getElementById("app");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
