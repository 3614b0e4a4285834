/** Composes the console and puts it on the page. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { LanguageProvider } from "./i18n/language.tsx";
import { LookProvider } from "./look.tsx";
import { makeClient } from "./query-client.ts";
import "./console.css";
import "./pages/alerts/alerts.css";
import "./pages/tickets/tickets.css";
import "./settings.css";
import "./pages/devices/devices.css";
import "./pages/inventory/inventory.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <LookProvider>
        <QueryClientProvider client={makeClient()}>
          <App />
        </QueryClientProvider>
      </LookProvider>
    </LanguageProvider>
  </StrictMode>,
);
