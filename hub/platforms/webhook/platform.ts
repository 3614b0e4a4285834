/** A webhook of any sender: its JSON becomes what it tells by a mapping that people write. */
import Type from "typebox";
import { definePlatform } from "../kit/platform.ts";
import { mappingSettings } from "../mapping/mapping.ts";
import { askOf, examine, onceOf, readMapped, readsSetting } from "../mapping/reads.ts";
import { proofs } from "./proof.ts";

const Settings = Type.Object(
  {
    proof: Type.Enum(["header", "hmac", "basic"], {
      description:
        "how the sender proves itself: a `header` with the secret, `hmac` (HMAC-SHA256 of the body with the secret, in hex or base64), or `basic` (name and password)",
    }),
    header: Type.Optional(
      Type.String({
        pattern: "^[A-Za-z0-9-]{1,64}$",
        description: "the header with the proof; `X-Lilong-Token`, or `X-Signature` for `hmac`, unless given",
      }),
    ),
    username: Type.Optional(
      Type.String({ pattern: "^[^:]{1,64}$", description: "the name for `basic`; `lilong` unless given" }),
    ),
    reads: readsSetting,
    ...mappingSettings,
  },
  { additionalProperties: false },
);

export default definePlatform({
  name: "webhook",
  title: { zh: "通用 Webhook（自定映射）", en: "Webhook with a mapping of one's own" },
  settings: Settings,
  secrets: Type.Object(
    { secret: Type.String({ minLength: 16, description: "what the sender proves that it knows, made here" }) },
    { additionalProperties: false },
  ),
  door: {
    provesBody: ({ settings }) => settings.proof === "hmac",
    verify(request, { settings, secrets }) {
      const { header, username } = settings;
      const names = { ...(header === undefined ? {} : { header }), ...(username === undefined ? {} : { username }) };
      proofs[settings.proof](request, { ...names, secret: secrets.secret });
    },
    /** A signature is of the body alone: by it the path says nothing. */
    fromOf: ({ method, path }, { settings }) => (settings.proof === "hmac" ? method : `${method} ${path}`.trim()),
  },
  examine,
  once: (_, { settings }) => ({ ...onceOf(settings), ...(settings.proof === "hmac" ? { anyWay: true as const } : {}) }),
  mapping: (push, { settings }) => askOf(push, settings),
  read: (_, __, facts) => readMapped(facts),
});
