/** Fills the words of a message into the template that a provider's gateway asks for. */

export type Encoding = "json" | "form" | "plain";

const encoders: Record<Encoding, (text: string) => string> = {
  json: (text) => JSON.stringify(text).slice(1, -1),
  form: encodeURIComponent,
  plain: (text) => text,
};

/** `{{name}}` becomes the value, written so that it cannot leave its place. An unknown name becomes nothing. */
export function fill(template: string, values: Record<string, string>, encoding: Encoding): string {
  return template.replace(/\{\{\s*([a-z]+)\s*\}\}/g, (_all, name: string) => encoders[encoding](values[name] ?? ""));
}
