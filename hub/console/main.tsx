/** Composes the console and puts it on the page. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { makeClient } from "./client/query-client.ts";
import { LanguageProvider } from "./i18n/language.tsx";
import { LookProvider } from "./look/look.tsx";
import "./look/sheets.ts";

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
