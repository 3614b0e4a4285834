/** The closed table of everything that can go wrong, each with a sentence that tells the reader what to do. */

type Entry = {
  /** HTTP status when the fault answers a request. */
  status: number;
  /** Whether the same call may succeed later without anyone changing anything. */
  retry: boolean;
  /** What the reader should do. */
  cure: string;
};

export const faults = {
  // The field misbehaved: these travel to the hub as values.
  FIELD_SILENT: { status: 502, retry: true, cure: "Check the device's power, its address and both bus wires." },
  FIELD_DAMAGED: { status: 502, retry: true, cure: "Check the bus: termination, shield, baud rate and parity." },
  FIELD_FOREIGN: {
    status: 502,
    retry: true,
    cure: "Look for a second device with the same address, or a second master.",
  },
  FIELD_NAME: {
    status: 502,
    retry: false,
    cure: "Compare the names in its message with those of its model, which the device's page lists; mend the device, the mapping or the model.",
  },
  FIELD_LATE: { status: 502, retry: true, cure: "Raise the link's timeoutMs: the device answers after it." },
  FIELD_EXCEPTION: { status: 502, retry: true, cure: "Compare the model's register map with the maker's manual." },
  FIELD_OUT_OF_RANGE: {
    status: 502,
    retry: true,
    cure: "Check the probe and the model's range; an open input reads noise.",
  },
  FIELD_LOOP: {
    status: 502,
    retry: true,
    cure: "Check the wire from the board to the sensor, its resistors and the sensor's supply.",
  },
  FIELD_REPLAYED: {
    status: 502,
    retry: true,
    cure: "Somebody may be sending an old advert again; if the sensor was reset, start the agent again.",
  },
  FIELD_UNPROTECTED: {
    status: 502,
    retry: true,
    cure: "The sensor sends without encryption although a key is set: set it up anew, or take the key out of its settings.",
  },
  FIELD_KEY_WRONG: {
    status: 502,
    retry: true,
    cure: "Enter the sensor's own key (16 bytes in hex) in its settings; a sensor paired anew has a new one.",
  },
  LINK_DOWN: {
    status: 502,
    retry: true,
    cure: "Plug the adapter back in, or correct the link's path or host; it is reopened by itself.",
  },

  // A setting or the machine stops the start.
  SETTING_INVALID: { status: 400, retry: false, cure: "Correct the named field and start again." },
  MODEL_UNKNOWN: { status: 400, retry: false, cure: "Name a model that has a file in hardware/sensors/." },
  PORT_TAKEN: { status: 500, retry: false, cure: "Stop the other program or choose another port." },
  FOLDER_UNWRITABLE: {
    status: 500,
    retry: false,
    cure: "Give this user the right to write there, or choose another folder.",
  },
  INSTANCE_RUNNING: {
    status: 500,
    retry: false,
    cure: "Stop the running instance first; two on one folder would damage it.",
  },
  JOURNAL_NEWER: { status: 500, retry: false, cure: "Install the version that wrote this journal, or a later one." },
  JOURNAL_DAMAGED: {
    status: 500,
    retry: false,
    cure: "Nothing to do: the damaged part is set aside as *.bad-<time>; send it in with the log.",
  },
  DISK_FAILED: {
    status: 507,
    retry: true,
    cure: "Free some space or change the card; what was accepted before is kept.",
  },
  STORE_NEWER: { status: 500, retry: false, cure: "Install the version that wrote this database, or a later one." },
  STORE_DAMAGED: {
    status: 500,
    retry: false,
    cure: "Check the hub's disk; what was damaged is in the ledger and, as it was found, in the table `damaged`.",
  },
  STORE_UNREADABLE: {
    status: 500,
    retry: false,
    cure: "Set hub.db aside, put the newest backup in its place and start again; gateways send again what they still hold.",
  },
  NODE_TOO_OLD: {
    status: 500,
    retry: false,
    cure: "Run it with Node 24 or newer; npm scripts here do so by themselves.",
  },

  // The wire between gateway and hub.
  BATCH_NOT_CBOR: { status: 400, retry: false, cure: "Send a CBOR batch, a zstd frame of one, or SenML JSON." },
  BATCH_INVALID: {
    status: 400,
    retry: false,
    cure: "Compare the batch with core/batch.ts; the named column is wrong.",
  },
  BATCH_TOO_LARGE: { status: 413, retry: false, cure: "Send at most 1 MiB and 10,000 readings a message." },
  BATCH_OVERLAPS: { status: 409, retry: false, cure: "Cut the batch again along the acknowledged ranges." },
  BATCH_WRONG_EPOCH: {
    status: 409,
    retry: false,
    cure: "Announce the epoch in the gateway's status before sending batches of it.",
  },
  BATCH_QUARANTINED: {
    status: 422,
    retry: false,
    cure: "Look at the set-aside batch on the gateway (journal/*.bad-*); its readings are not stored.",
  },
  ALERT_REFUSED: {
    status: 422,
    retry: true,
    cure: "Bring hub and gateway to one version; the alert stays on the gateway and is offered again until the hub takes it.",
  },
  TOPIC_FOREIGN: { status: 403, retry: false, cure: "Publish and subscribe below lilong/1/<your own id>/ only." },
  GATEWAY_KEY_MISMATCH: {
    status: 403,
    retry: false,
    cure: "Two gateways share an id, or one was reinstalled: release the old key at the hub.",
  },
  REGISTRATION_INVALID: {
    status: 400,
    retry: false,
    cure: "Correct the named field of the gateway's devices document.",
  },
  POINT_UNKNOWN: {
    status: 404,
    retry: false,
    cure: "Register the device and point; the readings are kept until then.",
  },
  STATUS_INVALID: { status: 400, retry: false, cure: "Compare the status document with core/gateway.ts." },
  COMMAND_INVALID: {
    status: 400,
    retry: false,
    cure: "A gateway takes the verbs of core/command.ts with their arguments; a device behind a platform takes what its model, its platform and the secrets of its connector can carry.",
  },
  CONFIGURATION_REVERTED: {
    status: 409,
    retry: false,
    cure: "Correct the configuration and send it again; what worked before runs on the gateway.",
  },
  COMMAND_EXPIRED: {
    status: 504,
    retry: false,
    cure: "Give the command again; its deadline passed before the gateway saw it.",
  },
  COMMAND_UNCARRIED: {
    status: 502,
    retry: false,
    cure: "Look at the steps of the command: the platform or the device did not take it. Mend what it names, then give the command again.",
  },
  PUSH_REFUSED: {
    status: 401,
    retry: false,
    cure: "Compare the connector's token, secret or password with what the platform's own page shows.",
  },
  CREDENTIAL_REFUSED: {
    status: 401,
    retry: false,
    cure: "Send the device's own credential as it was shown once; a lost one is replaced under Platforms, the connector Devices directly, tab Credentials.",
  },
  PUSH_UNREADABLE: {
    status: 422,
    retry: false,
    cure: "Look at the message under Platforms and compare it with the connector's README; it is kept and can be read again.",
  },
  LINE_DOWN: {
    status: 502,
    retry: true,
    cure: "Read what the platform says in the detail; check the connector's address and its credentials there. It is tried again by itself.",
  },
  PUSH_BUSY: { status: 503, retry: true, cure: "Send it again in a moment; more comes in than the disk takes." },
  STRANGERS_MANY: {
    status: 409,
    retry: false,
    cure: "Adopt the devices you know under Platforms, then read the messages again; strangers that say nothing for long go by themselves.",
  },
  CONNECTOR_PAUSED: {
    status: 503,
    retry: true,
    cure: "Set the connector going again under Platforms; what is sent to it until then is not taken, and the sender tries again.",
  },
  RESTART_REFUSED: {
    status: 403,
    retry: false,
    cure: "Give the agent's user the right to restart the machine (polkit: org.freedesktop.login1.reboot), or do it by hand.",
  },
  ENROLMENT_REFUSED: {
    status: 403,
    retry: false,
    cure: "Compare the code letter by letter with the hub's console; after ten wrong tries it needs a new one.",
  },
  ENROLMENT_OVER: { status: 410, retry: false, cure: "Ask the hub for a new code: each is for one gateway and a day." },
  CERTIFICATE_REFUSED: {
    status: 403,
    retry: false,
    cure: "Enrol the gateway again with a new code from the hub's console.",
  },
  GATEWAY_CLONED: {
    status: 409,
    retry: true,
    cure: "Two machines run one gateway's card: install one anew, then release the key at the hub.",
  },
  CLOCK_DISAGREES: {
    status: 409,
    retry: true,
    cure: "Set the hub's clock by NTP, or the gateway's NTP servers right: readings are stamped by the gateway's NTP.",
  },
  CLOCK_JUMPED: {
    status: 503,
    retry: true,
    cure: "Set the hub's clock by NTP: until it has stood there for an hour nothing is let go by it. Where the hub was off for days there is nothing to do.",
  },
  ACK_INVALID: { status: 400, retry: false, cure: "Compare the hub's version with the gateway's, and core/ack.ts." },
  HUB_UNREACHABLE: { status: 503, retry: true, cure: "Nothing to do: records are kept and sent when the hub is back." },
  HUB_FOREIGN: {
    status: 502,
    retry: true,
    cure: "Something between here and the hub answered in its place: open any page in a browser on this network and sign in there, or correct the hub's address or the proxy.",
  },

  // A request to the hub.
  REQUEST_UNREADABLE: {
    status: 400,
    retry: false,
    cure: "Send whole HTTP/1.1 requests: an address in sound UTF-8, headers of at most 16 KiB, all of it within ten seconds.",
  },
  INPUT_INVALID: { status: 400, retry: false, cure: "Correct the named field." },
  ORIGIN_FOREIGN: { status: 403, retry: false, cure: "Open the console at the hub's own address and try there." },
  NOT_FOUND: { status: 404, retry: false, cure: "Check the address; it may have been removed." },
  SIGN_IN_REQUIRED: { status: 401, retry: false, cure: "Sign in first." },
  SIGN_IN_REFUSED: {
    status: 401,
    retry: false,
    cure: "Check name and password; after five wrong tries it is locked: a minute at the hub, a quarter of an hour at a gateway.",
  },
  SIGN_IN_LOCKED: {
    status: 429,
    retry: true,
    cure: "Wait until the lock is over (from a minute up to a quarter of an hour), then try again.",
  },
  PAGES_FULL: {
    status: 503,
    retry: true,
    cure: "Too many phones have the gateway's page open: close some, or wait half a minute.",
  },
  TOTP_REQUIRED: {
    status: 401,
    retry: false,
    cure: "Enter the six digits of the authenticator, or one of the recovery codes.",
  },
  TOTP_MISSING: {
    status: 403,
    retry: false,
    cure: "Set up the one-time code under My account first: this role asks for it.",
  },
  SESSION_MOVED: {
    status: 401,
    retry: false,
    cure: "Sign in again; if it was not you who moved, change the password: somebody had your session.",
  },
  CONFIRM_REQUIRED: {
    status: 403,
    retry: false,
    cure: "Confirm that it is you: give the password again (POST /api/session/confirm), then send the same once more.",
  },
  PASSWORD_WEAK: {
    status: 422,
    retry: false,
    cure: "Choose at least ten characters that are in no list: three or four words of your own will do.",
  },
  CODE_REFUSED: {
    status: 403,
    retry: false,
    cure: "Compare the code letter by letter; it is good once. An administrator can make another.",
  },
  SETUP_OVER: { status: 409, retry: false, cure: "Sign in, or ask the administrator for an account." },
  LAST_ADMINISTRATOR: {
    status: 409,
    retry: false,
    cure: "Make somebody else administrator first.",
  },
  OIDC_OFF: {
    status: 409,
    retry: false,
    cure: "Set --oidc-issuer, --oidc-client and --oidc-secret-file, then start the hub again.",
  },
  OIDC_UNREACHABLE: {
    status: 503,
    retry: true,
    cure: "Sign in with name and password, or wait until the sign-in server answers again.",
  },
  OIDC_REFUSED: {
    status: 403,
    retry: false,
    cure: "Start again from the sign-in page; if it stays, compare the hub's sign-in settings with the server's.",
  },
  PERSON_UNKNOWN: {
    status: 403,
    retry: false,
    cure: "Ask an administrator to add you under People, by the name that is told here.",
  },
  RIGHT_MISSING: {
    status: 403,
    retry: false,
    cure: "Ask an administrator for the right that is named, or for a role that has it.",
  },
  MOVE_NOT_ALLOWED: { status: 409, retry: false, cure: "Reload the ticket: only the moves it offers are possible." },
  LIFE_NOT_ALLOWED: {
    status: 409,
    retry: false,
    cure: "Reload the device: only the steps of its life that it offers are possible.",
  },
  SHEET_REFUSED: {
    status: 422,
    retry: false,
    cure: "Fill in the template as its notes sheet says, and import it again; nothing was changed.",
  },
  IMPORT_INTERRUPTED: {
    status: 409,
    retry: true,
    cure: "Take the import up again: rows that are in stay as they are, the rest follows.",
  },
  STALE: {
    status: 412,
    retry: false,
    cure: "Somebody else changed it meanwhile: nothing of yours was done; read it again, and do it again if it is still right.",
  },
  KEY_REUSED: {
    status: 422,
    retry: false,
    cure: "Send each new wish with an Idempotency-Key of its own; this one belongs to another request.",
  },
  KEY_BUSY: {
    status: 409,
    retry: true,
    cure: "The same request is under way: wait a moment and send it again with the same key.",
  },
  KEY_DONE: {
    status: 409,
    retry: false,
    cure: "It was done, but its answer is not kept: read what there is now before you do anything again.",
  },
  REASON_REQUIRED: { status: 422, retry: false, cure: "Write the reason, or have the site reset the sensor first." },
  CALENDAR_MISSING: {
    status: 409,
    retry: false,
    cure: "Import the holiday table of that year in the settings.",
  },
  ALERT_NOT_OPEN: { status: 409, retry: false, cure: "Reload: this alert is over." },
  CLASS_UNKNOWN: {
    status: 422,
    retry: false,
    cure: "Add the class to the rulebook's table of classes, or correct the device's class.",
  },
  ROSTER_HOLE: { status: 422, retry: false, cure: "Fill the named hours of the roster, then import it again." },
  PHOTO_REFUSED: {
    status: 413,
    retry: false,
    cure: "Send a JPEG, PNG or WebP of at most 512 KiB; the page shrinks photos before it sends them.",
  },
  ATTACHMENT_REFUSED: {
    status: 422,
    retry: false,
    cure: "Attach JPEG, PNG or WebP photos of at most 64 megapixels, or a PDF, each of at most 5 MB.",
  },
  ATTACHMENT_MISSING: {
    status: 422,
    retry: false,
    cure: "Send the file to this ticket's attachments first, then name the id of the answer in the move.",
  },
  CHANNEL_REFUSED: {
    status: 502,
    retry: false,
    cure: "Correct the channel's key, signature or address, then send a test message.",
  },
  CHANNEL_MISSING: {
    status: 409,
    retry: false,
    cure: "Add a channel for the unit to the rulebook's channels; the ticket goes on without it.",
  },
  DISTRICT_OFF: {
    status: 409,
    retry: false,
    cure: "Import the district centre's card into the rulebook's table `district` and switch it on.",
  },
  DISTRICT_UNREACHABLE: {
    status: 503,
    retry: true,
    cure: "Nothing to do: what waits is kept and sent when the district centre can be reached.",
  },
  DISTRICT_REFUSED: {
    status: 403,
    retry: false,
    cure: "Exchange cards with the district centre anew, and set both clocks by NTP.",
  },
  DISTRICT_CASE_UNKNOWN: {
    status: 404,
    retry: false,
    cure: "Ask the district centre which case it means; what it said is kept among the callbacks.",
  },
  HANDOVER_OVER: {
    status: 409,
    retry: false,
    cure: "Nothing to do: it is decided already; the first answer counts.",
  },
  FLOWS_DOWN: {
    status: 503,
    retry: true,
    cure: "Wait a moment: the hub starts the flows again by itself, and dispatches by its own table meanwhile.",
  },
  FLOWS_BROKEN: {
    status: 500,
    retry: false,
    cure: "Open the flow editor, correct or disable the flow that fails, and deploy; tickets are dispatched by the table meanwhile.",
  },
  HUB_FAILED: { status: 500, retry: true, cure: "Try again; if it stays, send in the hub's log with the request id." },
} as const satisfies Record<string, Entry>;

export type FaultCode = keyof typeof faults;

const codes = new Set(Object.keys(faults));

export function isFaultCode(value: unknown): value is FaultCode {
  return typeof value === "string" && codes.has(value);
}

/** What the field did wrong, as a value: it is journaled and travels to the hub. */
export type FieldFault = { code: FaultCode; detail: string };

/** An operation that failed. `message` holds code, detail and cure, so a log line alone is enough to act on. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly detail: string;

  constructor(code: FaultCode, detail: string, options?: { cause?: unknown }) {
    super(`${code}: ${detail}. ${faults[code].cure}`, options);
    this.name = "Fault";
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return faults[this.code].status;
  }

  get retry(): boolean {
    return faults[this.code].retry;
  }
}
