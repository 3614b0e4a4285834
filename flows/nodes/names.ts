/** Our nodes; each is `<name>.ts` (what it does), `<name>.html` (its form) and its words below locales/. */
export const nodeNames = ["alert", "reading", "ticket", "notify", "output", "posture"] as const;
