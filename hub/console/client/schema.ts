/** What the hub's API is asked and answers, made from its OpenAPI document by `npm run client`; not edited by hand. */
import type { Bilingual } from "../../../core/point.ts";
import type { ChannelView, NoticeView, TriedView } from "../../http/notify-views.ts";
import type { ConnectView, CredentialView, DirectMade, DirectSeen, DirectWish, JoiningView, JoiningWish, Stranger } from "../../http/direct-views.ts";
import type { AskedView, DecisionView, FlowsView, QuestionView } from "../../flows/views.ts";
import type { ActivityView, AlertStory, AlertView, Callable, CertificateView, CodeView, CommandView, DesiredView, DeviceView, FaultView, GatewayRuns, GatewayView, HealthView, ImportedTable, JointView, LedgerView, Me, MyPlace, PostureView, RulebookTable, RulebookVersion, ScoresView, SeriesView, TaskView, TicketStory, TicketView, TriedDispatch, TryDispatch } from "../../http/views.ts";

export type Operations = {
  /** How one gets in here */
  "GET /api/door": {
    ask: Record<never, never>;
    answer: {
      /** nobody is there yet: the first administrator has to be made */
      setup: boolean;
      /** people may come by the organisation's own sign-in */
      oidc: boolean;
    };
  };
  /** Make the first administrator */
  "POST /api/setup": {
    ask: { body: {
      /** of the file setup-code in the hub's folder */
      code: string;
      name: string;
      password: string;
      display?: string;
    } };
    answer: Me;
  };
  /** Set a password by a code that an administrator gave */
  "POST /api/password": {
    ask: { body: {
      name: string;
      code: string;
      password: string;
    } };
    answer: Me;
  };
  /** Sign in */
  "POST /api/session": {
    ask: { body: {
      name: string;
      password: string;
      /** from the authenticator, or a recovery code */
      code?: string;
    } };
    answer: Me;
  };
  /** Who is signed in */
  "GET /api/session": {
    ask: Record<never, never>;
    answer: Me;
  };
  /** Sign out */
  "DELETE /api/session": {
    ask: Record<never, never>;
    answer: null;
  };
  /** Show that it is still you, at another place */
  "POST /api/session/confirm": {
    ask: { body: {
      password: string;
      /** from the authenticator, or a recovery code */
      code?: string;
    } };
    answer: Me;
  };
  /** Go to the organisation's own sign-in */
  "GET /api/oidc/leave": {
    ask: Record<never, never>;
    answer: null;
  };
  /** Come back from it, signed in */
  "GET /api/oidc/back": {
    ask: Record<never, never>;
    answer: null;
  };
  /** My account */
  "GET /api/me": {
    ask: Record<never, never>;
    answer: {
      name: string;
      display: string;
      phone: string | null;
      unit: string | null;
      role: string;
      roleName: Bilingual;
      totp: "off" | "on";
      /** the role asks for it */
      totpRequired: boolean;
      /** recovery codes not used yet */
      recoveryLeft: number;
      /** false: they come by the organisation's sign-in */
      passwordSet: boolean;
    };
  };
  /** Change my password; my other sessions end */
  "POST /api/me/password": {
    ask: { body: {
      old: string;
      new: string;
    } };
    answer: null;
  };
  /** A new secret for one-time codes; not in force yet */
  "POST /api/me/totp": {
    ask: Record<never, never>;
    answer: {
      secret: string;
      /** what the QR code says */
      uri: string;
    };
  };
  /** Prove the secret by its first code */
  "POST /api/me/totp/on": {
    ask: { body: {
      code: string;
    } };
    answer: {
      /** told once */
      codes: string[];
    };
  };
  /** Do without one-time codes again */
  "POST /api/me/totp/off": {
    ask: { body: {
      password: string;
    } };
    answer: null;
  };
  /** Where I am signed in */
  "GET /api/me/sessions": {
    ask: Record<never, never>;
    answer: {
      id: string;
      /** the one that asks */
      isThis: boolean;
      address: string | null;
      agent: string | null;
      /** sign-in, ms since 1970 */
      createdAt: number;
      /** newest use, ms since 1970 */
      usedAt: number;
      /** its end, unless it is used, ms since 1970 */
      expiresAt: number;
    }[];
  };
  /** Sign one of my browsers out */
  "DELETE /api/me/sessions/{id}": {
    ask: { path: { id: string } };
    answer: null;
  };
  /** My tokens, newest first */
  "GET /api/me/tokens": {
    ask: Record<never, never>;
    answer: {
      id: string;
      name: string;
      rights: ("look" | "alerts" | "tickets" | "joint" | "review" | "registry" | "gateways" | "posture" | "rulebook" | "notify" | "district" | "flows" | "ledgers" | "statistics" | "people" | "audit")[];
      areas: string[] | null;
      /** when it was made, ms since 1970 */
      createdAt: number;
      /** its end, ms since 1970 */
      expiresAt: number;
      usedAt: number | null;
      revokedAt: number | null;
      /** told once, when it is made */
      token?: string;
    }[];
  };
  /** Make a token for a program of mine; told once */
  "POST /api/me/tokens": {
    ask: { body: {
      /** what it is for */
      name: string;
      rights: ("look" | "alerts" | "tickets" | "joint" | "review" | "registry" | "gateways" | "posture" | "rulebook" | "notify" | "district" | "flows" | "ledgers" | "statistics" | "people" | "audit")[];
      areas?: string[] | null;
      /** its end, ms since 1970, within two years */
      expiresAt: number;
    } };
    answer: {
      id: string;
      name: string;
      rights: ("look" | "alerts" | "tickets" | "joint" | "review" | "registry" | "gateways" | "posture" | "rulebook" | "notify" | "district" | "flows" | "ledgers" | "statistics" | "people" | "audit")[];
      areas: string[] | null;
      /** when it was made, ms since 1970 */
      createdAt: number;
      /** its end, ms since 1970 */
      expiresAt: number;
      usedAt: number | null;
      revokedAt: number | null;
      /** told once, when it is made */
      token?: string;
    };
  };
  /** Revoke a token of mine, now */
  "DELETE /api/me/tokens/{id}": {
    ask: { path: { id: string } };
    answer: null;
  };
  /** Everybody who has an account, by name */
  "GET /api/people": {
    ask: Record<never, never>;
    answer: {
      name: string;
      display: string;
      role: string;
      unit: string | null;
      areas: string[];
      phone: string | null;
      active: boolean;
      /** a one-time code is set up */
      totp: boolean;
      /** invited: a code to set it is out */
      password: "set" | "invited" | "none";
      /** when it was made, ms since 1970 */
      createdAt: number;
      usedAt: number | null;
    }[];
  };
  /** Add somebody; the answer holds the code for their password */
  "POST /api/people": {
    ask: { body: {
      name: string;
      /** what others call them */
      display: string;
      /** a role of the rulebook */
      role: string;
      /** a unit of the rulebook */
      unit: string | null;
      /** areas of the rulebook; they count where the role is limited to areas */
      areas: string[];
      phone: string | null;
    } };
    answer: {
      name: string;
      /** told once */
      code: string;
      /** its end, ms since 1970 */
      expiresAt: number;
    };
  };
  /** One person */
  "GET /api/people/{name}": {
    ask: { path: { name: string } };
    answer: {
      name: string;
      display: string;
      role: string;
      unit: string | null;
      areas: string[];
      phone: string | null;
      active: boolean;
      /** a one-time code is set up */
      totp: boolean;
      /** invited: a code to set it is out */
      password: "set" | "invited" | "none";
      /** when it was made, ms since 1970 */
      createdAt: number;
      usedAt: number | null;
    };
  };
  /** Change role, areas, unit; or deactivate */
  "PUT /api/people/{name}": {
    ask: { path: { name: string }; body: {
      /** what others call them */
      display: string;
      /** a role of the rulebook */
      role: string;
      /** a unit of the rulebook */
      unit: string | null;
      /** areas of the rulebook; they count where the role is limited to areas */
      areas: string[];
      phone: string | null;
      active: boolean;
    } };
    answer: {
      name: string;
      display: string;
      role: string;
      unit: string | null;
      areas: string[];
      phone: string | null;
      active: boolean;
      /** a one-time code is set up */
      totp: boolean;
      /** invited: a code to set it is out */
      password: "set" | "invited" | "none";
      /** when it was made, ms since 1970 */
      createdAt: number;
      usedAt: number | null;
    };
  };
  /** A code for a new password; the old one opens nothing more */
  "POST /api/people/{name}/reset": {
    ask: { path: { name: string } };
    answer: {
      name: string;
      /** told once */
      code: string;
      /** its end, ms since 1970 */
      expiresAt: number;
    };
  };
  /** Take the one-time code off */
  "DELETE /api/people/{name}/totp": {
    ask: { path: { name: string } };
    answer: null;
  };
  /** What people are called, by account; who has no account or no other name is left out */
  "GET /api/names": {
    ask: { query: { accounts: string } };
    answer: {
      account: string;
      display: string;
    }[];
  };
  /** The classes of components and what each is called, after the tables of hardware/classes */
  "GET /api/component-classes": {
    ask: Record<never, never>;
    answer: {
      code: string;
      name: string;
      en: string;
    }[];
  };
  /** Who did what, newest first */
  "GET /api/audit": {
    ask: { query?: { who?: string | undefined; what?: string | undefined; from?: number | undefined; to?: number | undefined; limit?: number | undefined; cursor?: number | undefined } };
    answer: {
      n: number;
      /** when, ms since 1970 */
      at: number;
      who: string;
      address: string;
      /** the operation's id */
      what: string;
      on: string;
      outcome: string;
      request: string;
      detail: string;
      hash: string;
    }[];
  };
  /** Whether every row is as it was written */
  "GET /api/audit/verify": {
    ask: Record<never, never>;
    answer: {
      state: "whole" | "broken";
      rows?: number;
      head?: {
        n: number;
        hash: string;
      };
      /** the first row that is not as it was written, or not there */
      n?: number;
      why?: string;
    };
  };
  /** Gateways by their ids; `x-total-count`, `link` */
  "GET /api/gateways": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined; area?: string | undefined; owner?: string | undefined; maintainer?: string | undefined; quarantine?: boolean | undefined; state?: "online" | "offline" | "unknown" | undefined; life?: "announced" | "approved" | "in-service" | "maintenance" | "retired" | undefined } };
    answer: GatewayView[];
  };
  /** Trust the next machine that comes as this gateway, as after a reinstall */
  "DELETE /api/gateways/{gateway}/key": {
    ask: { path: { gateway: string } };
    answer: null;
  };
  /** Devices by their places; `x-total-count`, `link` */
  "GET /api/devices": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; gateway?: string | undefined; q?: string | undefined; area?: string | undefined; class?: string | undefined; owner?: string | undefined; maintainer?: string | undefined; standing?: "well" | "fault" | "unknown" | "unregistered" | undefined; life?: "announced" | "approved" | "in-service" | "maintenance" | "retired" | undefined; quarantine?: boolean | undefined; self?: "with" | "without" | undefined } };
    answer: DeviceView[];
  };
  /** One device with its newest values */
  "GET /api/devices/{gateway}/{device}": {
    ask: { path: { gateway: string; device: string } };
    answer: DeviceView;
  };
  /** What the hub's people know of a device */
  "GET /api/registry/devices/{gateway}/{device}": {
    ask: { path: { gateway: string; device: string } };
    answer: {
      gateway: string;
      device?: string;
      title: string;
      place: string;
      /** its gateway's newest registration names it */
      registered: boolean;
      life: "announced" | "approved" | "in-service" | "maintenance" | "retired";
      /** end of the maintenance, ms since 1970 */
      lifeUntil?: number;
      /** nobody approved it, or no registration names it */
      quarantine: boolean;
      /** id of the area it lies in */
      area?: string;
      /** the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区 */
      areaName?: string;
      /** id of the unit */
      owner?: string;
      /** the unit that owns it */
      ownerName?: string;
      /** id of the unit */
      maintainer?: string;
      /** the unit that keeps it running */
      maintainerName?: string;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      };
      /** building, floor and room, as people wrote them */
      inside?: string;
      replacedBy?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      replaces?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      /** when this state began, ms since 1970 */
      lifeSince: number;
      lifeReason?: string;
      /** possible now */
      moves: ("approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt")[];
      /** what people set */
      facts: {
        /** what people call it */
        name?: string;
        /** where people find it: 东昌小区 3号楼 B1 水泵房 */
        place?: string;
        /** an area of the rulebook */
        area?: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class?: string;
        /** the unit that owns it */
        owner?: string;
        /** the unit that keeps it running */
        maintainer?: string;
        location?: {
          lon: number;
          lat: number;
          system: "WGS84";
          /** the technician's phone at the acceptance, a person at the hub, or an imported list */
          source: "acceptance" | "people" | "import";
          accuracyM?: number;
        };
        /** building: 3号楼 */
        building?: string;
        /** floor: B1 */
        floor?: string;
        /** room: 水泵房 */
        room?: string;
        /** installed on, YYYY-MM-DD */
        installedOn?: string;
        /** under warranty until, YYYY-MM-DD */
        warrantyUntil?: string;
        note?: string;
      };
      /** what its gateway says */
      told: {
        title: string;
        place: string;
        class?: string;
        model?: string;
      };
      class?: string;
      className?: string;
      /** all that hung at its place, the oldest first, itself among them */
      chain: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      }[];
      revision: number;
    };
  };
  /** Set facts; null takes one away, what is not named stays */
  "PATCH /api/registry/devices/{gateway}/{device}": {
    ask: { path: { gateway: string; device: string }; body: {
      name?: string | null;
      place?: string | null;
      area?: string | null;
      class?: string | null;
      owner?: string | null;
      maintainer?: string | null;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      } | null;
      building?: string | null;
      floor?: string | null;
      room?: string | null;
      installedOn?: string | null;
      warrantyUntil?: string | null;
      note?: string | null;
    } };
    answer: {
      gateway: string;
      device?: string;
      title: string;
      place: string;
      /** its gateway's newest registration names it */
      registered: boolean;
      life: "announced" | "approved" | "in-service" | "maintenance" | "retired";
      /** end of the maintenance, ms since 1970 */
      lifeUntil?: number;
      /** nobody approved it, or no registration names it */
      quarantine: boolean;
      /** id of the area it lies in */
      area?: string;
      /** the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区 */
      areaName?: string;
      /** id of the unit */
      owner?: string;
      /** the unit that owns it */
      ownerName?: string;
      /** id of the unit */
      maintainer?: string;
      /** the unit that keeps it running */
      maintainerName?: string;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      };
      /** building, floor and room, as people wrote them */
      inside?: string;
      replacedBy?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      replaces?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      /** when this state began, ms since 1970 */
      lifeSince: number;
      lifeReason?: string;
      /** possible now */
      moves: ("approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt")[];
      /** what people set */
      facts: {
        /** what people call it */
        name?: string;
        /** where people find it: 东昌小区 3号楼 B1 水泵房 */
        place?: string;
        /** an area of the rulebook */
        area?: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class?: string;
        /** the unit that owns it */
        owner?: string;
        /** the unit that keeps it running */
        maintainer?: string;
        location?: {
          lon: number;
          lat: number;
          system: "WGS84";
          /** the technician's phone at the acceptance, a person at the hub, or an imported list */
          source: "acceptance" | "people" | "import";
          accuracyM?: number;
        };
        /** building: 3号楼 */
        building?: string;
        /** floor: B1 */
        floor?: string;
        /** room: 水泵房 */
        room?: string;
        /** installed on, YYYY-MM-DD */
        installedOn?: string;
        /** under warranty until, YYYY-MM-DD */
        warrantyUntil?: string;
        note?: string;
      };
      /** what its gateway says */
      told: {
        title: string;
        place: string;
        class?: string;
        model?: string;
      };
      class?: string;
      className?: string;
      /** all that hung at its place, the oldest first, itself among them */
      chain: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      }[];
      revision: number;
    };
  };
  /** Move a device on in its life */
  "POST /api/registry/devices/{gateway}/{device}/life": {
    ask: { path: { gateway: string; device: string }; body: {
      move: "approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt";
      /** needed for maintain, retire and return */
      reason?: string;
      /** end of the maintenance, ms since 1970; without it: until somebody says so */
      until?: number;
    } };
    answer: {
      gateway: string;
      device?: string;
      title: string;
      place: string;
      /** its gateway's newest registration names it */
      registered: boolean;
      life: "announced" | "approved" | "in-service" | "maintenance" | "retired";
      /** end of the maintenance, ms since 1970 */
      lifeUntil?: number;
      /** nobody approved it, or no registration names it */
      quarantine: boolean;
      /** id of the area it lies in */
      area?: string;
      /** the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区 */
      areaName?: string;
      /** id of the unit */
      owner?: string;
      /** the unit that owns it */
      ownerName?: string;
      /** id of the unit */
      maintainer?: string;
      /** the unit that keeps it running */
      maintainerName?: string;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      };
      /** building, floor and room, as people wrote them */
      inside?: string;
      replacedBy?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      replaces?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      /** when this state began, ms since 1970 */
      lifeSince: number;
      lifeReason?: string;
      /** possible now */
      moves: ("approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt")[];
      /** what people set */
      facts: {
        /** what people call it */
        name?: string;
        /** where people find it: 东昌小区 3号楼 B1 水泵房 */
        place?: string;
        /** an area of the rulebook */
        area?: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class?: string;
        /** the unit that owns it */
        owner?: string;
        /** the unit that keeps it running */
        maintainer?: string;
        location?: {
          lon: number;
          lat: number;
          system: "WGS84";
          /** the technician's phone at the acceptance, a person at the hub, or an imported list */
          source: "acceptance" | "people" | "import";
          accuracyM?: number;
        };
        /** building: 3号楼 */
        building?: string;
        /** floor: B1 */
        floor?: string;
        /** room: 水泵房 */
        room?: string;
        /** installed on, YYYY-MM-DD */
        installedOn?: string;
        /** under warranty until, YYYY-MM-DD */
        warrantyUntil?: string;
        note?: string;
      };
      /** what its gateway says */
      told: {
        title: string;
        place: string;
        class?: string;
        model?: string;
      };
      class?: string;
      className?: string;
      /** all that hung at its place, the oldest first, itself among them */
      chain: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      }[];
      revision: number;
    };
  };
  /** Another device took its place: it is retired, its history stays */
  "POST /api/registry/devices/{gateway}/{device}/replaced-by": {
    ask: { path: { gateway: string; device: string }; body: {
      gateway: string;
      device?: string;
    } };
    answer: {
      gateway: string;
      device?: string;
      title: string;
      place: string;
      /** its gateway's newest registration names it */
      registered: boolean;
      life: "announced" | "approved" | "in-service" | "maintenance" | "retired";
      /** end of the maintenance, ms since 1970 */
      lifeUntil?: number;
      /** nobody approved it, or no registration names it */
      quarantine: boolean;
      /** id of the area it lies in */
      area?: string;
      /** the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区 */
      areaName?: string;
      /** id of the unit */
      owner?: string;
      /** the unit that owns it */
      ownerName?: string;
      /** id of the unit */
      maintainer?: string;
      /** the unit that keeps it running */
      maintainerName?: string;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      };
      /** building, floor and room, as people wrote them */
      inside?: string;
      replacedBy?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      replaces?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      /** when this state began, ms since 1970 */
      lifeSince: number;
      lifeReason?: string;
      /** possible now */
      moves: ("approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt")[];
      /** what people set */
      facts: {
        /** what people call it */
        name?: string;
        /** where people find it: 东昌小区 3号楼 B1 水泵房 */
        place?: string;
        /** an area of the rulebook */
        area?: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class?: string;
        /** the unit that owns it */
        owner?: string;
        /** the unit that keeps it running */
        maintainer?: string;
        location?: {
          lon: number;
          lat: number;
          system: "WGS84";
          /** the technician's phone at the acceptance, a person at the hub, or an imported list */
          source: "acceptance" | "people" | "import";
          accuracyM?: number;
        };
        /** building: 3号楼 */
        building?: string;
        /** floor: B1 */
        floor?: string;
        /** room: 水泵房 */
        room?: string;
        /** installed on, YYYY-MM-DD */
        installedOn?: string;
        /** under warranty until, YYYY-MM-DD */
        warrantyUntil?: string;
        note?: string;
      };
      /** what its gateway says */
      told: {
        title: string;
        place: string;
        class?: string;
        model?: string;
      };
      class?: string;
      className?: string;
      /** all that hung at its place, the oldest first, itself among them */
      chain: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      }[];
      revision: number;
    };
  };
  /** Who changed what, and when; newest first */
  "GET /api/registry/devices/{gateway}/{device}/changes": {
    ask: { path: { gateway: string; device: string }; query?: { limit?: number | undefined; before?: number | undefined } };
    answer: {
      n: number;
      /** when, ms since 1970 */
      at: number;
      by: string;
      kind: "facts" | "life" | "replaced";
      before: unknown;
      after: unknown;
      reason?: string;
    }[];
  };
  /** What the hub's people know of a gateway */
  "GET /api/registry/gateways/{gateway}": {
    ask: { path: { gateway: string } };
    answer: {
      gateway: string;
      device?: string;
      title: string;
      place: string;
      /** its gateway's newest registration names it */
      registered: boolean;
      life: "announced" | "approved" | "in-service" | "maintenance" | "retired";
      /** end of the maintenance, ms since 1970 */
      lifeUntil?: number;
      /** nobody approved it, or no registration names it */
      quarantine: boolean;
      /** id of the area it lies in */
      area?: string;
      /** the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区 */
      areaName?: string;
      /** id of the unit */
      owner?: string;
      /** the unit that owns it */
      ownerName?: string;
      /** id of the unit */
      maintainer?: string;
      /** the unit that keeps it running */
      maintainerName?: string;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      };
      /** building, floor and room, as people wrote them */
      inside?: string;
      replacedBy?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      replaces?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      /** when this state began, ms since 1970 */
      lifeSince: number;
      lifeReason?: string;
      /** possible now */
      moves: ("approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt")[];
      /** what people set */
      facts: {
        /** what people call it */
        name?: string;
        /** where people find it: 东昌小区 3号楼 B1 水泵房 */
        place?: string;
        /** an area of the rulebook */
        area?: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class?: string;
        /** the unit that owns it */
        owner?: string;
        /** the unit that keeps it running */
        maintainer?: string;
        location?: {
          lon: number;
          lat: number;
          system: "WGS84";
          /** the technician's phone at the acceptance, a person at the hub, or an imported list */
          source: "acceptance" | "people" | "import";
          accuracyM?: number;
        };
        /** building: 3号楼 */
        building?: string;
        /** floor: B1 */
        floor?: string;
        /** room: 水泵房 */
        room?: string;
        /** installed on, YYYY-MM-DD */
        installedOn?: string;
        /** under warranty until, YYYY-MM-DD */
        warrantyUntil?: string;
        note?: string;
      };
      /** what its gateway says */
      told: {
        title: string;
        place: string;
        class?: string;
        model?: string;
      };
      class?: string;
      className?: string;
      /** all that hung at its place, the oldest first, itself among them */
      chain: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      }[];
      revision: number;
    };
  };
  /** Set facts; null takes one away, what is not named stays */
  "PATCH /api/registry/gateways/{gateway}": {
    ask: { path: { gateway: string }; body: {
      name?: string | null;
      place?: string | null;
      area?: string | null;
      class?: string | null;
      owner?: string | null;
      maintainer?: string | null;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      } | null;
      building?: string | null;
      floor?: string | null;
      room?: string | null;
      installedOn?: string | null;
      warrantyUntil?: string | null;
      note?: string | null;
    } };
    answer: {
      gateway: string;
      device?: string;
      title: string;
      place: string;
      /** its gateway's newest registration names it */
      registered: boolean;
      life: "announced" | "approved" | "in-service" | "maintenance" | "retired";
      /** end of the maintenance, ms since 1970 */
      lifeUntil?: number;
      /** nobody approved it, or no registration names it */
      quarantine: boolean;
      /** id of the area it lies in */
      area?: string;
      /** the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区 */
      areaName?: string;
      /** id of the unit */
      owner?: string;
      /** the unit that owns it */
      ownerName?: string;
      /** id of the unit */
      maintainer?: string;
      /** the unit that keeps it running */
      maintainerName?: string;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      };
      /** building, floor and room, as people wrote them */
      inside?: string;
      replacedBy?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      replaces?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      /** when this state began, ms since 1970 */
      lifeSince: number;
      lifeReason?: string;
      /** possible now */
      moves: ("approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt")[];
      /** what people set */
      facts: {
        /** what people call it */
        name?: string;
        /** where people find it: 东昌小区 3号楼 B1 水泵房 */
        place?: string;
        /** an area of the rulebook */
        area?: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class?: string;
        /** the unit that owns it */
        owner?: string;
        /** the unit that keeps it running */
        maintainer?: string;
        location?: {
          lon: number;
          lat: number;
          system: "WGS84";
          /** the technician's phone at the acceptance, a person at the hub, or an imported list */
          source: "acceptance" | "people" | "import";
          accuracyM?: number;
        };
        /** building: 3号楼 */
        building?: string;
        /** floor: B1 */
        floor?: string;
        /** room: 水泵房 */
        room?: string;
        /** installed on, YYYY-MM-DD */
        installedOn?: string;
        /** under warranty until, YYYY-MM-DD */
        warrantyUntil?: string;
        note?: string;
      };
      /** what its gateway says */
      told: {
        title: string;
        place: string;
        class?: string;
        model?: string;
      };
      class?: string;
      className?: string;
      /** all that hung at its place, the oldest first, itself among them */
      chain: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      }[];
      revision: number;
    };
  };
  /** Move a gateway on in its life */
  "POST /api/registry/gateways/{gateway}/life": {
    ask: { path: { gateway: string }; body: {
      move: "approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt";
      /** needed for maintain, retire and return */
      reason?: string;
      /** end of the maintenance, ms since 1970; without it: until somebody says so */
      until?: number;
    } };
    answer: {
      gateway: string;
      device?: string;
      title: string;
      place: string;
      /** its gateway's newest registration names it */
      registered: boolean;
      life: "announced" | "approved" | "in-service" | "maintenance" | "retired";
      /** end of the maintenance, ms since 1970 */
      lifeUntil?: number;
      /** nobody approved it, or no registration names it */
      quarantine: boolean;
      /** id of the area it lies in */
      area?: string;
      /** the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区 */
      areaName?: string;
      /** id of the unit */
      owner?: string;
      /** the unit that owns it */
      ownerName?: string;
      /** id of the unit */
      maintainer?: string;
      /** the unit that keeps it running */
      maintainerName?: string;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      };
      /** building, floor and room, as people wrote them */
      inside?: string;
      replacedBy?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      replaces?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      /** when this state began, ms since 1970 */
      lifeSince: number;
      lifeReason?: string;
      /** possible now */
      moves: ("approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt")[];
      /** what people set */
      facts: {
        /** what people call it */
        name?: string;
        /** where people find it: 东昌小区 3号楼 B1 水泵房 */
        place?: string;
        /** an area of the rulebook */
        area?: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class?: string;
        /** the unit that owns it */
        owner?: string;
        /** the unit that keeps it running */
        maintainer?: string;
        location?: {
          lon: number;
          lat: number;
          system: "WGS84";
          /** the technician's phone at the acceptance, a person at the hub, or an imported list */
          source: "acceptance" | "people" | "import";
          accuracyM?: number;
        };
        /** building: 3号楼 */
        building?: string;
        /** floor: B1 */
        floor?: string;
        /** room: 水泵房 */
        room?: string;
        /** installed on, YYYY-MM-DD */
        installedOn?: string;
        /** under warranty until, YYYY-MM-DD */
        warrantyUntil?: string;
        note?: string;
      };
      /** what its gateway says */
      told: {
        title: string;
        place: string;
        class?: string;
        model?: string;
      };
      class?: string;
      className?: string;
      /** all that hung at its place, the oldest first, itself among them */
      chain: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      }[];
      revision: number;
    };
  };
  /** Another gateway took its place: it is retired, its history stays */
  "POST /api/registry/gateways/{gateway}/replaced-by": {
    ask: { path: { gateway: string }; body: {
      gateway: string;
      device?: string;
    } };
    answer: {
      gateway: string;
      device?: string;
      title: string;
      place: string;
      /** its gateway's newest registration names it */
      registered: boolean;
      life: "announced" | "approved" | "in-service" | "maintenance" | "retired";
      /** end of the maintenance, ms since 1970 */
      lifeUntil?: number;
      /** nobody approved it, or no registration names it */
      quarantine: boolean;
      /** id of the area it lies in */
      area?: string;
      /** the area and what it lies in: 陆家嘴街道 › 东昌居委 › 东昌小区 */
      areaName?: string;
      /** id of the unit */
      owner?: string;
      /** the unit that owns it */
      ownerName?: string;
      /** id of the unit */
      maintainer?: string;
      /** the unit that keeps it running */
      maintainerName?: string;
      location?: {
        lon: number;
        lat: number;
        system: "WGS84";
        /** the technician's phone at the acceptance, a person at the hub, or an imported list */
        source: "acceptance" | "people" | "import";
        accuracyM?: number;
      };
      /** building, floor and room, as people wrote them */
      inside?: string;
      replacedBy?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      replaces?: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      };
      /** when this state began, ms since 1970 */
      lifeSince: number;
      lifeReason?: string;
      /** possible now */
      moves: ("approve" | "adopt" | "commission" | "maintain" | "resume" | "retire" | "return" | "unadopt")[];
      /** what people set */
      facts: {
        /** what people call it */
        name?: string;
        /** where people find it: 东昌小区 3号楼 B1 水泵房 */
        place?: string;
        /** an area of the rulebook */
        area?: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class?: string;
        /** the unit that owns it */
        owner?: string;
        /** the unit that keeps it running */
        maintainer?: string;
        location?: {
          lon: number;
          lat: number;
          system: "WGS84";
          /** the technician's phone at the acceptance, a person at the hub, or an imported list */
          source: "acceptance" | "people" | "import";
          accuracyM?: number;
        };
        /** building: 3号楼 */
        building?: string;
        /** floor: B1 */
        floor?: string;
        /** room: 水泵房 */
        room?: string;
        /** installed on, YYYY-MM-DD */
        installedOn?: string;
        /** under warranty until, YYYY-MM-DD */
        warrantyUntil?: string;
        note?: string;
      };
      /** what its gateway says */
      told: {
        title: string;
        place: string;
        class?: string;
        model?: string;
      };
      class?: string;
      className?: string;
      /** all that hung at its place, the oldest first, itself among them */
      chain: {
        gateway: string;
        /** without it: the gateway itself */
        device?: string;
      }[];
      revision: number;
    };
  };
  /** Who changed what, and when; newest first */
  "GET /api/registry/gateways/{gateway}/changes": {
    ask: { path: { gateway: string }; query?: { limit?: number | undefined; before?: number | undefined } };
    answer: {
      n: number;
      /** when, ms since 1970 */
      at: number;
      by: string;
      kind: "facts" | "life" | "replaced";
      before: unknown;
      after: unknown;
      reason?: string;
    }[];
  };
  /** Set facts of many: all or none */
  "PATCH /api/registry/devices": {
    ask: { body: {
      rows: {
        gateway: string;
        device?: string;
        facts: {
          name?: string | null;
          place?: string | null;
          area?: string | null;
          class?: string | null;
          owner?: string | null;
          maintainer?: string | null;
          location?: {
            lon: number;
            lat: number;
            system: "WGS84";
            /** the technician's phone at the acceptance, a person at the hub, or an imported list */
            source: "acceptance" | "people" | "import";
            accuracyM?: number;
          } | null;
          building?: string | null;
          floor?: string | null;
          room?: string | null;
          installedOn?: string | null;
          warrantyUntil?: string | null;
          note?: string | null;
        };
      }[];
    } };
    answer: {
      /** 0 when a row is wrong: all or none */
      changed: number;
      errors: {
        row: number;
        field: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** the same request takes it back */
      undo: {
        gateway: string;
        device?: string;
        facts: unknown;
      }[];
    };
  };
  /** Set facts of many: all or none */
  "PATCH /api/registry/gateways": {
    ask: { body: {
      rows: {
        gateway: string;
        device?: string;
        facts: {
          name?: string | null;
          place?: string | null;
          area?: string | null;
          class?: string | null;
          owner?: string | null;
          maintainer?: string | null;
          location?: {
            lon: number;
            lat: number;
            system: "WGS84";
            /** the technician's phone at the acceptance, a person at the hub, or an imported list */
            source: "acceptance" | "people" | "import";
            accuracyM?: number;
          } | null;
          building?: string | null;
          floor?: string | null;
          room?: string | null;
          installedOn?: string | null;
          warrantyUntil?: string | null;
          note?: string | null;
        };
      }[];
    } };
    answer: {
      /** 0 when a row is wrong: all or none */
      changed: number;
      errors: {
        row: number;
        field: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** the same request takes it back */
      undo: {
        gateway: string;
        device?: string;
        facts: unknown;
      }[];
    };
  };
  /** The areas as a tree, with what is in each */
  "GET /api/areas": {
    ask: Record<never, never>;
    answer: {
      areas: {
        id: string;
        name: string;
        path: string;
        tier: "street" | "committee" | "compound" | "building";
        parent: string | null;
        unit: string | null;
        depth: number;
        /** with all that lies in it, without what is retired */
        devices: number;
        gateways: number;
      }[];
      nowhere: {
        devices: number;
        gateways: number;
      };
    };
  };
  /** Devices, gateways, tickets, areas and people by words; ten of each */
  "GET /api/search": {
    ask: { query: { q: string } };
    answer: {
      devices: {
        id: string;
        title: string;
        place?: string;
        /** state, role or class */
        more?: string;
        /** its page in the console */
        href: string;
      }[];
      gateways: {
        id: string;
        title: string;
        place?: string;
        /** state, role or class */
        more?: string;
        /** its page in the console */
        href: string;
      }[];
      tickets: {
        id: string;
        title: string;
        place?: string;
        /** state, role or class */
        more?: string;
        /** its page in the console */
        href: string;
      }[];
      areas: {
        id: string;
        title: string;
        place?: string;
        /** state, role or class */
        more?: string;
        /** its page in the console */
        href: string;
      }[];
      people: {
        id: string;
        title: string;
        place?: string;
        /** state, role or class */
        more?: string;
        /** its page in the console */
        href: string;
      }[];
    };
  };
  /** A page of labels to print, each with a code that opens the device's page */
  "GET /api/registry/labels": {
    ask: { query?: { device?: string | string[] | undefined; size?: "40x30" | "60x40" | "a4-3x8" | undefined; gateway?: string | undefined; q?: string | undefined; area?: string | undefined; class?: string | undefined; owner?: string | undefined; maintainer?: string | undefined; standing?: "well" | "fault" | "unknown" | "unregistered" | undefined; life?: "announced" | "approved" | "in-service" | "maintenance" | "retired" | undefined; quarantine?: boolean | undefined; self?: "with" | "without" | undefined } };
    answer: unknown;
  };
  /** Try a sheet (XLSX or CSV, as application/octet-stream); nothing is changed yet */
  "POST /api/registry/imports": {
    ask: { query?: { name?: string | undefined } };
    answer: {
      id: string;
      /** when the file came, ms since 1970 */
      at: number;
      by: string;
      name: string;
      state: "waiting" | "reading" | "checked" | "taking" | "failed" | "done" | "refused";
      percent: number;
      /** about so long it still takes */
      leftMs?: number;
      counts: {
        new: number;
        changed: number;
        same: number;
        wrong: number;
      };
      /** the first hundred; all of them by /errors */
      errors: {
        row: number;
        column: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** of a list of components: so many that stand now it does not name */
      missing?: number;
      refused?: {
        code: string;
        detail: string;
      };
    };
  };
  /** The newest imports, newest first, and those that are not finished */
  "GET /api/registry/imports": {
    ask: Record<never, never>;
    answer: {
      id: string;
      /** when the file came, ms since 1970 */
      at: number;
      by: string;
      name: string;
      state: "waiting" | "reading" | "checked" | "taking" | "failed" | "done" | "refused";
      percent: number;
      /** about so long it still takes */
      leftMs?: number;
      counts: {
        new: number;
        changed: number;
        same: number;
        wrong: number;
      };
      /** the first hundred; all of them by /errors */
      errors: {
        row: number;
        column: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** of a list of components: so many that stand now it does not name */
      missing?: number;
      refused?: {
        code: string;
        detail: string;
      };
    }[];
  };
  /** How far an import is, and what is wrong */
  "GET /api/registry/imports/{id}": {
    ask: { path: { id: string } };
    answer: {
      id: string;
      /** when the file came, ms since 1970 */
      at: number;
      by: string;
      name: string;
      state: "waiting" | "reading" | "checked" | "taking" | "failed" | "done" | "refused";
      percent: number;
      /** about so long it still takes */
      leftMs?: number;
      counts: {
        new: number;
        changed: number;
        same: number;
        wrong: number;
      };
      /** the first hundred; all of them by /errors */
      errors: {
        row: number;
        column: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** of a list of components: so many that stand now it does not name */
      missing?: number;
      refused?: {
        code: string;
        detail: string;
      };
    };
  };
  /** Every wrong cell, as CSV */
  "GET /api/registry/imports/{id}/errors": {
    ask: { path: { id: string } };
    answer: unknown;
  };
  /** Take what was tried; the same once more changes nothing */
  "POST /api/registry/imports/{id}/take": {
    ask: { path: { id: string }; body: {
      /** the rows that are right; or all of them, and none while one is wrong */
      which: "right" | "all";
    } };
    answer: {
      id: string;
      /** when the file came, ms since 1970 */
      at: number;
      by: string;
      name: string;
      state: "waiting" | "reading" | "checked" | "taking" | "failed" | "done" | "refused";
      percent: number;
      /** about so long it still takes */
      leftMs?: number;
      counts: {
        new: number;
        changed: number;
        same: number;
        wrong: number;
      };
      /** the first hundred; all of them by /errors */
      errors: {
        row: number;
        column: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** of a list of components: so many that stand now it does not name */
      missing?: number;
      refused?: {
        code: string;
        detail: string;
      };
    };
  };
  /** The inventory as a sheet that can be imported again */
  "GET /api/registry/export": {
    ask: { query?: { format?: "xlsx" | "csv" | undefined; gateway?: string | undefined; q?: string | undefined; area?: string | undefined; class?: string | undefined; owner?: string | undefined; maintainer?: string | undefined; standing?: "well" | "fault" | "unknown" | "unregistered" | undefined; life?: "announced" | "approved" | "in-service" | "maintenance" | "retired" | undefined; quarantine?: boolean | undefined; self?: "with" | "without" | undefined } };
    answer: unknown;
  };
  /** An empty sheet with notes on how to fill it */
  "GET /api/registry/template": {
    ask: Record<never, never>;
    answer: unknown;
  };
  /** What a mapping would make of messages; nothing is kept */
  "POST /api/platforms/mappings/trial": {
    ask: { body: {
      /** JSONata: makes of a message `{device, product?, title?, at?, properties | payload | online}`, or a list of these */
      mapping: string;
      /** JSONata: makes of a message what it is known by when it is sent again; none: see `sameForS` */
      key?: string;
      /** what a message is to the expressions: `json`, or `text` as it came; `json` unless given */
      reads?: "json" | "text";
      /** which model the devices of a product are */
      products?: {
        /** the platform's id of the product or profile; empty for devices that have none */
        product: string;
        /** the model its devices are */
        model: string;
      }[];
      /** its adopted devices have their models already */
      connector?: string;
      /** the model of devices nobody adopted, of products that have none */
      model?: string;
      samples: {
        /** the topic or path it came by */
        from?: string;
        /** the message as it came, in text */
        body: string;
      }[];
    } };
    answer: {
      key: null | string;
      devices: {
        device: string;
        product: string;
        title: string;
        kind: "payload" | "properties" | "presence" | "answer" | "met" | "values";
        at: null | number;
        model: null | string;
        properties: null | {
          [name: string]: unknown;
        };
        readings: {
          point: string;
          value: number | boolean | string;
          /** when it was measured, ms since 1970 */
          at: number;
        }[];
        /** the fault its driver tells, or empty */
        fault: string;
      }[];
      error: null | {
        expression: null | "mapping" | "key";
        position: null | number;
        detail: string;
      };
    }[];
  };
  /** How much of what should be connected is: by area and by class; the parts add up */
  "GET /api/coverage": {
    ask: { query?: { area?: string | undefined; class?: string | undefined } };
    answer: {
      /** on the list: should be connected */
      known: number;
      /** of those, matched to a device in service */
      connected: number;
      /** of those, without a fault and heard in time */
      healthy: number;
      /** of the connected, those the district has as they are now */
      shared: number;
      /** several devices may be it: a person has to say */
      doubtful: number;
      /** devices in service that are on no list */
      beyond: number;
      areas: {
        area: string | null;
        name: string;
        /** 0: lies in no other of these */
        depth: number;
        /** `own`: only what lies in none of the parts listed above it */
        part: "all" | "own";
        /** on the list: should be connected */
        known: number;
        /** of those, matched to a device in service */
        connected: number;
        /** of those, without a fault and heard in time */
        healthy: number;
        /** of the connected, those the district has as they are now */
        shared: number;
        /** several devices may be it: a person has to say */
        doubtful: number;
      }[];
      classes: {
        class: string;
        name: string;
        /** on the list: should be connected */
        known: number;
        /** of those, matched to a device in service */
        connected: number;
        /** of those, without a fault and heard in time */
        healthy: number;
        /** of the connected, those the district has as they are now */
        shared: number;
        /** several devices may be it: a person has to say */
        doubtful: number;
      }[];
      list?: {
        name: string;
        by: string;
        at: number;
        /** it no longer named so many */
        ended: number;
        /** false: it is being taken, or stopped amid it; the figures are not whole */
        whole: boolean;
      };
    };
  };
  /** Components by their codes */
  "GET /api/coverage/components": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; area?: string | undefined; class?: string | undefined; part?: "all" | "own" | undefined; state?: "all" | "gap" | "doubtful" | "connected" | "healthy" | "unhealthy" | "shared" | "unshared" | "ended" | undefined; q?: string | undefined } };
    answer: {
      /** the component's code: 3101150103000001 */
      id: string;
      /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
      class: string;
      /** what people call it; empty where the list has none */
      name: string;
      /** as the list says; null: found by its place */
      area: string | null;
      /** where people find it */
      place: string;
      /** 3号楼 */
      building: string;
      position: {
        system: "WGS84" | "CGCS2000" | "GCJ02" | "SHANGHAI";
        x: number;
        y: number;
      } | null;
      /** WGS 84; null where the list gives nothing that can be turned into it */
      at: [number, number] | null;
      /** who owns it */
      owner: string;
      /** who keeps it running */
      maintainer: string;
      /**  */
      note: string;
      className?: string;
      liesIn: string | null;
      areaName: string;
      connected: boolean;
      healthy: boolean;
      shared: boolean;
      match?: {
        gateway: string;
        device: string;
        title: Bilingual;
        place: string;
        reason: {
          rule: "person" | "code" | "place" | "distance" | "kind";
          building?: string;
          metres?: number;
          /** of a device without a class: level, smoke, cover … */
          measures?: string;
          /** 0 … 1: of the words of both places */
          alike?: number;
        };
        by: string;
        at: number;
      };
      doubt?: {
        more: boolean;
        candidates: {
          gateway: string;
          device: string;
          title: Bilingual;
          place: string;
          reason: {
            rule: "person" | "code" | "place" | "distance" | "kind";
            building?: string;
            metres?: number;
            /** of a device without a class: level, smoke, cover … */
            measures?: string;
            /** 0 … 1: of the words of both places */
            alike?: number;
          };
        }[];
      };
      endedAt?: number;
    }[];
  };
  /** A component, and what each list said of it */
  "GET /api/coverage/components/{id}": {
    ask: { path: { id: string } };
    answer: {
      component: {
        /** the component's code: 3101150103000001 */
        id: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class: string;
        /** what people call it; empty where the list has none */
        name: string;
        /** as the list says; null: found by its place */
        area: string | null;
        /** where people find it */
        place: string;
        /** 3号楼 */
        building: string;
        position: {
          system: "WGS84" | "CGCS2000" | "GCJ02" | "SHANGHAI";
          x: number;
          y: number;
        } | null;
        /** WGS 84; null where the list gives nothing that can be turned into it */
        at: [number, number] | null;
        /** who owns it */
        owner: string;
        /** who keeps it running */
        maintainer: string;
        /**  */
        note: string;
        className?: string;
        liesIn: string | null;
        areaName: string;
        connected: boolean;
        healthy: boolean;
        shared: boolean;
        match?: {
          gateway: string;
          device: string;
          title: Bilingual;
          place: string;
          reason: {
            rule: "person" | "code" | "place" | "distance" | "kind";
            building?: string;
            metres?: number;
            /** of a device without a class: level, smoke, cover … */
            measures?: string;
            /** 0 … 1: of the words of both places */
            alike?: number;
          };
          by: string;
          at: number;
        };
        doubt?: {
          more: boolean;
          candidates: {
            gateway: string;
            device: string;
            title: Bilingual;
            place: string;
            reason: {
              rule: "person" | "code" | "place" | "distance" | "kind";
              building?: string;
              metres?: number;
              /** of a device without a class: level, smoke, cover … */
              measures?: string;
              /** 0 … 1: of the words of both places */
              alike?: number;
            };
          }[];
        };
        endedAt?: number;
      };
      versions: {
        /** the component's code: 3101150103000001 */
        id: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class: string;
        /** what people call it; empty where the list has none */
        name: string;
        /** as the list says; null: found by its place */
        area: string | null;
        /** where people find it */
        place: string;
        /** 3号楼 */
        building: string;
        position: {
          system: "WGS84" | "CGCS2000" | "GCJ02" | "SHANGHAI";
          x: number;
          y: number;
        } | null;
        /** WGS 84; null where the list gives nothing that can be turned into it */
        at: [number, number] | null;
        /** who owns it */
        owner: string;
        /** who keeps it running */
        maintainer: string;
        /**  */
        note: string;
        since: number;
        until: number | null;
        endedAt: number | null;
      }[];
    };
  };
  /** Say that this device is the component; it holds against every rule */
  "POST /api/coverage/components/{id}/match": {
    ask: { path: { id: string }; body: {
      gateway: string;
      device: string;
    } };
    answer: {
      component: {
        /** the component's code: 3101150103000001 */
        id: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class: string;
        /** what people call it; empty where the list has none */
        name: string;
        /** as the list says; null: found by its place */
        area: string | null;
        /** where people find it */
        place: string;
        /** 3号楼 */
        building: string;
        position: {
          system: "WGS84" | "CGCS2000" | "GCJ02" | "SHANGHAI";
          x: number;
          y: number;
        } | null;
        /** WGS 84; null where the list gives nothing that can be turned into it */
        at: [number, number] | null;
        /** who owns it */
        owner: string;
        /** who keeps it running */
        maintainer: string;
        /**  */
        note: string;
        className?: string;
        liesIn: string | null;
        areaName: string;
        connected: boolean;
        healthy: boolean;
        shared: boolean;
        match?: {
          gateway: string;
          device: string;
          title: Bilingual;
          place: string;
          reason: {
            rule: "person" | "code" | "place" | "distance" | "kind";
            building?: string;
            metres?: number;
            /** of a device without a class: level, smoke, cover … */
            measures?: string;
            /** 0 … 1: of the words of both places */
            alike?: number;
          };
          by: string;
          at: number;
        };
        doubt?: {
          more: boolean;
          candidates: {
            gateway: string;
            device: string;
            title: Bilingual;
            place: string;
            reason: {
              rule: "person" | "code" | "place" | "distance" | "kind";
              building?: string;
              metres?: number;
              /** of a device without a class: level, smoke, cover … */
              measures?: string;
              /** 0 … 1: of the words of both places */
              alike?: number;
            };
          }[];
        };
        endedAt?: number;
      };
      versions: {
        /** the component's code: 3101150103000001 */
        id: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class: string;
        /** what people call it; empty where the list has none */
        name: string;
        /** as the list says; null: found by its place */
        area: string | null;
        /** where people find it */
        place: string;
        /** 3号楼 */
        building: string;
        position: {
          system: "WGS84" | "CGCS2000" | "GCJ02" | "SHANGHAI";
          x: number;
          y: number;
        } | null;
        /** WGS 84; null where the list gives nothing that can be turned into it */
        at: [number, number] | null;
        /** who owns it */
        owner: string;
        /** who keeps it running */
        maintainer: string;
        /**  */
        note: string;
        since: number;
        until: number | null;
        endedAt: number | null;
      }[];
    };
  };
  /** Say that this device is not the component; it holds against every rule */
  "POST /api/coverage/components/{id}/part": {
    ask: { path: { id: string }; body: {
      gateway: string;
      device: string;
    } };
    answer: {
      component: {
        /** the component's code: 3101150103000001 */
        id: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class: string;
        /** what people call it; empty where the list has none */
        name: string;
        /** as the list says; null: found by its place */
        area: string | null;
        /** where people find it */
        place: string;
        /** 3号楼 */
        building: string;
        position: {
          system: "WGS84" | "CGCS2000" | "GCJ02" | "SHANGHAI";
          x: number;
          y: number;
        } | null;
        /** WGS 84; null where the list gives nothing that can be turned into it */
        at: [number, number] | null;
        /** who owns it */
        owner: string;
        /** who keeps it running */
        maintainer: string;
        /**  */
        note: string;
        className?: string;
        liesIn: string | null;
        areaName: string;
        connected: boolean;
        healthy: boolean;
        shared: boolean;
        match?: {
          gateway: string;
          device: string;
          title: Bilingual;
          place: string;
          reason: {
            rule: "person" | "code" | "place" | "distance" | "kind";
            building?: string;
            metres?: number;
            /** of a device without a class: level, smoke, cover … */
            measures?: string;
            /** 0 … 1: of the words of both places */
            alike?: number;
          };
          by: string;
          at: number;
        };
        doubt?: {
          more: boolean;
          candidates: {
            gateway: string;
            device: string;
            title: Bilingual;
            place: string;
            reason: {
              rule: "person" | "code" | "place" | "distance" | "kind";
              building?: string;
              metres?: number;
              /** of a device without a class: level, smoke, cover … */
              measures?: string;
              /** 0 … 1: of the words of both places */
              alike?: number;
            };
          }[];
        };
        endedAt?: number;
      };
      versions: {
        /** the component's code: 3101150103000001 */
        id: string;
        /** standard and code: CJ/T 214:0103, GB/T 30428.2:0503 */
        class: string;
        /** what people call it; empty where the list has none */
        name: string;
        /** as the list says; null: found by its place */
        area: string | null;
        /** where people find it */
        place: string;
        /** 3号楼 */
        building: string;
        position: {
          system: "WGS84" | "CGCS2000" | "GCJ02" | "SHANGHAI";
          x: number;
          y: number;
        } | null;
        /** WGS 84; null where the list gives nothing that can be turned into it */
        at: [number, number] | null;
        /** who owns it */
        owner: string;
        /** who keeps it running */
        maintainer: string;
        /**  */
        note: string;
        since: number;
        until: number | null;
        endedAt: number | null;
      }[];
    };
  };
  /** The components, and the table of sums, as a file */
  "GET /api/coverage/export": {
    ask: { query?: { format?: "xlsx" | "csv" | undefined; what?: "components" | "table" | undefined; area?: string | undefined; class?: string | undefined; part?: "all" | "own" | undefined; state?: "all" | "gap" | "doubtful" | "connected" | "healthy" | "unhealthy" | "shared" | "unshared" | "ended" | undefined; q?: string | undefined } };
    answer: unknown;
  };
  /** Try a list of components (XLSX or CSV, as application/octet-stream); nothing is changed yet */
  "POST /api/coverage/imports": {
    ask: { query?: { name?: string | undefined } };
    answer: {
      id: string;
      /** when the file came, ms since 1970 */
      at: number;
      by: string;
      name: string;
      state: "waiting" | "reading" | "checked" | "taking" | "failed" | "done" | "refused";
      percent: number;
      /** about so long it still takes */
      leftMs?: number;
      counts: {
        new: number;
        changed: number;
        same: number;
        wrong: number;
      };
      /** the first hundred; all of them by /errors */
      errors: {
        row: number;
        column: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** of a list of components: so many that stand now it does not name */
      missing?: number;
      refused?: {
        code: string;
        detail: string;
      };
    };
  };
  /** The newest lists, newest first, and those that are not finished */
  "GET /api/coverage/imports": {
    ask: Record<never, never>;
    answer: {
      id: string;
      /** when the file came, ms since 1970 */
      at: number;
      by: string;
      name: string;
      state: "waiting" | "reading" | "checked" | "taking" | "failed" | "done" | "refused";
      percent: number;
      /** about so long it still takes */
      leftMs?: number;
      counts: {
        new: number;
        changed: number;
        same: number;
        wrong: number;
      };
      /** the first hundred; all of them by /errors */
      errors: {
        row: number;
        column: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** of a list of components: so many that stand now it does not name */
      missing?: number;
      refused?: {
        code: string;
        detail: string;
      };
    }[];
  };
  /** How far a list is, and what is wrong */
  "GET /api/coverage/imports/{id}": {
    ask: { path: { id: string } };
    answer: {
      id: string;
      /** when the file came, ms since 1970 */
      at: number;
      by: string;
      name: string;
      state: "waiting" | "reading" | "checked" | "taking" | "failed" | "done" | "refused";
      percent: number;
      /** about so long it still takes */
      leftMs?: number;
      counts: {
        new: number;
        changed: number;
        same: number;
        wrong: number;
      };
      /** the first hundred; all of them by /errors */
      errors: {
        row: number;
        column: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** of a list of components: so many that stand now it does not name */
      missing?: number;
      refused?: {
        code: string;
        detail: string;
      };
    };
  };
  /** Every wrong cell of a list, as CSV */
  "GET /api/coverage/imports/{id}/errors": {
    ask: { path: { id: string } };
    answer: unknown;
  };
  /** Take the list as its newest version */
  "POST /api/coverage/imports/{id}/take": {
    ask: { path: { id: string }; body: {
      /** the rows that are right; or all of them, and none while one is wrong */
      which: "right" | "all";
      /** what the list no longer names stays (`keep`), or ends (`end`): only by a list without a wrong row */
      missing: "keep" | "end";
    } };
    answer: {
      id: string;
      /** when the file came, ms since 1970 */
      at: number;
      by: string;
      name: string;
      state: "waiting" | "reading" | "checked" | "taking" | "failed" | "done" | "refused";
      percent: number;
      /** about so long it still takes */
      leftMs?: number;
      counts: {
        new: number;
        changed: number;
        same: number;
        wrong: number;
      };
      /** the first hundred; all of them by /errors */
      errors: {
        row: number;
        column: string;
        value: string;
        zh: string;
        en: string;
      }[];
      /** of a list of components: so many that stand now it does not name */
      missing?: number;
      refused?: {
        code: string;
        detail: string;
      };
    };
  };
  /** An empty list with notes on how to fill it */
  "GET /api/coverage/template": {
    ask: { query?: { format?: "xlsx" | "csv" | undefined } };
    answer: unknown;
  };
  /** A small list made by hand, to try it with */
  "GET /api/coverage/sample": {
    ask: { query?: { format?: "xlsx" | "csv" | undefined } };
    answer: unknown;
  };
  /** The platforms a connector can be of */
  "GET /api/platforms": {
    ask: Record<never, never>;
    answer: {
      name: string;
      title: Bilingual;
      /** JSON schema of a connector's settings */
      settings: {
        [name: string]: unknown;
      };
      /** JSON schema of its secrets */
      secrets: {
        [name: string]: unknown;
      };
      /** it pushes over HTTP */
      hasDoor: boolean;
      /** the push address ends with the secret `token` */
      hasSecretPath: boolean;
      /** people write its mapping, in JSONata */
      hasMapping: boolean;
    }[];
  };
  /** The models whose devices speak for themselves */
  "GET /api/platforms/models": {
    ask: Record<never, never>;
    answer: {
      model: string;
      title: Bilingual;
      /** what such a sensor is for */
      measures: string;
      driver: string;
      points: {
        id: string;
        title: Bilingual;
        kind: "number" | "boolean" | "string";
        /** UCUM code, e.g. m, Cel, V, % */
        unit?: string;
        /** Lowest and highest possible value; outside it the reading is a fault */
        range?: [number, number];
        /** What the two states of a boolean point are called */
        states?: {
          true: Bilingual;
          false: Bilingual;
        };
      }[];
      /** the properties its driver reads; empty where it reads bytes */
      names: {
        point: string;
        /** the first that is there counts */
        names: string[];
        /** what may stand there; empty: any of its kind */
        values: string[];
      }[];
      /** the points of its gravest rules: untold, they never alarm */
      alarms: string[];
    }[];
  };
  /** All connectors by their ids */
  "GET /api/connectors": {
    ask: Record<never, never>;
    answer: {
      id: string;
      platform: string;
      title: string;
      place: string;
      /** by the platform's schema; no secrets */
      settings: {
        [name: string]: unknown;
      };
      products: {
        /** the platform's id of the product or profile; empty for devices that have none */
        product: string;
        /** the model its devices are */
        model: string;
      }[];
      /** without any message for so long it counts as stopped */
      quietAfterMs: number;
      /** `paused`: it takes nothing until it is set going */
      state: "on" | "paused";
      /** names of the secrets that are set */
      secretsSet: string[];
      /** what has to be set before it can work, named by field */
      lacks: string[];
      /** where the platform pushes to, on the door's port */
      path: null | string;
      /** null where the hub holds neither line nor port for it */
      line: null | {
        isUp: boolean;
        /** when it came up or went down, ms since 1970 */
        since: number;
        /** why it is down, as the platform says it; empty where it is up */
        why: string;
      };
      heardAt: null | number;
      messages: {
        /** to be read */
        waiting: number;
        /** read */
        taken: number;
        /** of devices nobody adopted */
        unknown: number;
        /** that cannot be read */
        refused: number;
      };
      /** devices it brought */
      devices: number;
      /** those of them nobody adopted */
      unknownDevices: number;
      by: string;
      /** when it was set up so, ms since 1970 */
      at: number;
    }[];
  };
  /** One connector */
  "GET /api/connectors/{connector}": {
    ask: { path: { connector: string } };
    answer: {
      id: string;
      platform: string;
      title: string;
      place: string;
      /** by the platform's schema; no secrets */
      settings: {
        [name: string]: unknown;
      };
      products: {
        /** the platform's id of the product or profile; empty for devices that have none */
        product: string;
        /** the model its devices are */
        model: string;
      }[];
      /** without any message for so long it counts as stopped */
      quietAfterMs: number;
      /** `paused`: it takes nothing until it is set going */
      state: "on" | "paused";
      /** names of the secrets that are set */
      secretsSet: string[];
      /** what has to be set before it can work, named by field */
      lacks: string[];
      /** where the platform pushes to, on the door's port */
      path: null | string;
      /** null where the hub holds neither line nor port for it */
      line: null | {
        isUp: boolean;
        /** when it came up or went down, ms since 1970 */
        since: number;
        /** why it is down, as the platform says it; empty where it is up */
        why: string;
      };
      heardAt: null | number;
      messages: {
        /** to be read */
        waiting: number;
        /** read */
        taken: number;
        /** of devices nobody adopted */
        unknown: number;
        /** that cannot be read */
        refused: number;
      };
      /** devices it brought */
      devices: number;
      /** those of them nobody adopted */
      unknownDevices: number;
      by: string;
      /** when it was set up so, ms since 1970 */
      at: number;
    };
  };
  /** Set up a connector, or change it */
  "PUT /api/connectors/{connector}": {
    ask: { path: { connector: string }; body: {
      /** the name of a platform */
      platform: string;
      title: string;
      /** whose devices they are: 陆家嘴街道 */
      place: string;
      /** by the platform's schema; no secrets */
      settings: {
        [name: string]: unknown;
      };
      products: {
        /** the platform's id of the product or profile; empty for devices that have none */
        product: string;
        /** the model its devices are */
        model: string;
      }[];
      /** without any message for so long it counts as stopped */
      quietAfterMs: number;
      /** `paused`: it takes nothing until it is set going */
      state: "on" | "paused";
      /** only those that are set anew; null takes one away; they are never shown */
      secrets?: {
        [name: string]: string | null;
      };
    } };
    answer: {
      id: string;
      platform: string;
      title: string;
      place: string;
      /** by the platform's schema; no secrets */
      settings: {
        [name: string]: unknown;
      };
      products: {
        /** the platform's id of the product or profile; empty for devices that have none */
        product: string;
        /** the model its devices are */
        model: string;
      }[];
      /** without any message for so long it counts as stopped */
      quietAfterMs: number;
      /** `paused`: it takes nothing until it is set going */
      state: "on" | "paused";
      /** names of the secrets that are set */
      secretsSet: string[];
      /** what has to be set before it can work, named by field */
      lacks: string[];
      /** where the platform pushes to, on the door's port */
      path: null | string;
      /** null where the hub holds neither line nor port for it */
      line: null | {
        isUp: boolean;
        /** when it came up or went down, ms since 1970 */
        since: number;
        /** why it is down, as the platform says it; empty where it is up */
        why: string;
      };
      heardAt: null | number;
      messages: {
        /** to be read */
        waiting: number;
        /** read */
        taken: number;
        /** of devices nobody adopted */
        unknown: number;
        /** that cannot be read */
        refused: number;
      };
      /** devices it brought */
      devices: number;
      /** those of them nobody adopted */
      unknownDevices: number;
      by: string;
      /** when it was set up so, ms since 1970 */
      at: number;
    };
  };
  /** The devices it brought */
  "GET /api/connectors/{connector}/devices": {
    ask: { path: { connector: string }; query?: { unknown?: "yes" | undefined } };
    answer: {
      device: string;
      /** the platform's id of it */
      foreign: string;
      product: string;
      /** null until somebody says what it is */
      model: null | string;
      title: string;
      place: string;
      /** first heard, ms since 1970 */
      metAt: number;
      heardAt: null | number;
      /** what the platform says of its connection */
      isOnline: null | boolean;
    }[];
  };
  /** Models that make sense of what it said */
  "GET /api/connectors/{connector}/devices/{device}/proposals": {
    ask: { path: { connector: string; device: string } };
    answer: {
      model: string;
      /** what its waiting messages would become */
      readings: {
        point: string;
        value: number | boolean | string;
      }[];
    }[];
  };
  /** Say what devices are; what they said before is read */
  "POST /api/connectors/{connector}/devices/adopt": {
    ask: { path: { connector: string }; body: {
      devices: {
        device: string;
        model: string;
        title?: string;
        place?: string;
      }[];
    } };
    answer: {
      device: string;
      /** the platform's id of it */
      foreign: string;
      product: string;
      /** null until somebody says what it is */
      model: null | string;
      title: string;
      place: string;
      /** first heard, ms since 1970 */
      metAt: number;
      heardAt: null | number;
      /** what the platform says of its connection */
      isOnline: null | boolean;
    }[];
  };
  /** Messages as they came, newest first */
  "GET /api/connectors/{connector}/messages": {
    ask: { path: { connector: string }; query?: { limit?: number | undefined; before?: number | undefined; state?: "waiting" | "again" | "taken" | "unknown" | "refused" | undefined } };
    answer: {
      n: number;
      /** when it came, by the hub's clock, ms since 1970 */
      received: number;
      platformAt: null | number;
      /** path, topic or address it came by */
      from: string;
      state: "waiting" | "again" | "taken" | "unknown" | "refused";
      /** what refused it: code and detail */
      why: string;
      /** the device in it that waits for adoption */
      foreign: null | string;
      /** `device/point/at=value` */
      yielded: string[];
      /** its length */
      bytes: number;
      /** as it came; in a list its beginning */
      text: string;
      /** how `text` is to be read */
      encoding: "utf8" | "hex";
    }[];
  };
  /** One message, whole */
  "GET /api/connectors/{connector}/messages/{n}": {
    ask: { path: { connector: string; n: number } };
    answer: {
      n: number;
      /** when it came, by the hub's clock, ms since 1970 */
      received: number;
      platformAt: null | number;
      /** path, topic or address it came by */
      from: string;
      state: "waiting" | "again" | "taken" | "unknown" | "refused";
      /** what refused it: code and detail */
      why: string;
      /** the device in it that waits for adoption */
      foreign: null | string;
      /** `device/point/at=value` */
      yielded: string[];
      /** its length */
      bytes: number;
      /** as it came; in a list its beginning */
      text: string;
      /** how `text` is to be read */
      encoding: "utf8" | "hex";
    };
  };
  /** Read messages again, after a model or a decoder was mended; nothing is doubled */
  "POST /api/connectors/{connector}/replay": {
    ask: { path: { connector: string }; body: {
      /** what came from then on, ms since 1970 */
      from: number;
      /** and before then */
      to: number;
    } };
    answer: {
      messages: number;
    };
  };
  /** Readings of one series, ascending */
  "GET /api/readings": {
    ask: { query: { gateway: string; device: string; point: string; from?: number | undefined; to?: number | undefined; resolution?: "raw" | "1m" | "1h" | "auto" | undefined; limit?: number | undefined } };
    answer: SeriesView;
  };
  /** Readings of a device as a file */
  "GET /api/readings/export": {
    ask: { query: { gateway: string; device: string; point?: string | undefined; from: number; to: number; format: "csv" | "parquet" } };
    answer: unknown;
  };
  /** Alerts, newest first */
  "GET /api/alerts": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined; severity?: string | undefined; from?: number | undefined; to?: number | undefined; area?: string | undefined; class?: string | undefined; unit?: string | undefined; gateway?: string | undefined; device?: string | undefined; state?: string | undefined; sort?: "newest" | "oldest" | "severity" | undefined; standing?: "active" | "shelved" | "suppressed" | undefined } };
    answer: AlertView[];
  };
  /** One alert, with what was done about it and who was told */
  "GET /api/alerts/{id}/story": {
    ask: { path: { id: string } };
    answer: AlertStory;
  };
  /** One alert */
  "GET /api/alerts/{id}": {
    ask: { path: { id: string } };
    answer: AlertView;
  };
  /** Say that somebody has seen it */
  "POST /api/alerts/{id}/acknowledge": {
    ask: { path: { id: string } };
    answer: AlertView;
  };
  /** Set it aside at the hub until a time, at most a week; the gateway's siren goes on until it is acknowledged */
  "POST /api/alerts/{id}/shelve": {
    ask: { path: { id: string }; body: {
      /** ms since 1970, within a week */
      until: number;
      /** why nobody needs to look at it until then */
      reason: string;
    } };
    answer: AlertView;
  };
  /** Take the shelving back */
  "POST /api/alerts/{id}/unshelve": {
    ask: { path: { id: string } };
    answer: AlertView;
  };
  /** Tickets, newest first */
  "GET /api/tickets": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined; severity?: string | undefined; from?: number | undefined; to?: number | undefined; area?: string | undefined; class?: string | undefined; unit?: string | undefined; gateway?: string | undefined; device?: string | undefined; state?: string | undefined; source?: "sensor" | "patrol" | "hotline" | "analytics" | "district" | undefined; sort?: "newest" | "oldest" | "severity" | "due" | "changed" | undefined; assignee?: string | undefined; due?: "over" | "soon" | undefined } };
    answer: TicketView[];
  };
  /** Report a case that no sensor saw; the same id again changes nothing */
  "POST /api/tickets": {
    ask: { body: {
      id: string;
      event: string;
      source: "patrol" | "hotline" | "analytics";
      title: {
        /** what it is, in a few words */
        zh: string;
        /** the Chinese unless given */
        en?: string;
      };
      /** where, so that somebody finds it */
      place: string;
      severity: 1 | 2 | 3 | 4;
      /** a class of the rulebook */
      class?: string;
      /** an area of the rulebook */
      area?: string;
      /** when it was found, ms since 1970: from 2020 to 5 minutes from now; now unless given */
      openedAt?: number;
      details?: string;
      position?: {
        /** degrees, WGS 84 */
        lon: number;
        /** degrees, WGS 84 */
        lat: number;
        /** how far off it may be, metres */
        accuracyM: number;
      };
    } };
    answer: TicketStory;
  };
  /** One ticket with its story */
  "GET /api/tickets/{id}": {
    ask: { path: { id: string } };
    answer: TicketStory;
  };
  /** The whole story of a ticket, from the alert to the archive */
  "GET /api/tickets/{id}/story": {
    ask: { path: { id: string } };
    answer: TicketStory;
  };
  /** A photo of the ticket's story */
  "GET /api/tickets/{id}/photos/{photo}": {
    ask: { path: { id: string; photo: string } };
    answer: unknown;
  };
  /** Move a ticket on, back or out */
  "POST /api/tickets/{id}/moves": {
    ask: { path: { id: string }; body: {
      move: "admit" | "verify" | "verified" | "register" | "dispatch" | "transfer" | "accept" | "arrive" | "submit" | "check" | "checked" | "review" | "close" | "return" | "extend" | "suspend" | "resume" | "escalate" | "supervise" | "urge" | "merge" | "void" | "reopen";
      /** what was found, or why */
      reason?: string;
      /** who is sent */
      assignee?: string;
      /** the unit that is sent, by its id in the rulebook */
      unit?: string;
      /** more time, in the limit's own kind */
      amount?: number;
      /** end of a suspension, ms since 1970 */
      until?: number;
      into?: string;
      event?: string;
      /** what the case is, by the id of a row of its class */
      condition?: string;
      /** files brought to the ticket before */
      attachments?: string[];
      position?: {
        /** degrees, WGS 84 */
        lon: number;
        /** degrees, WGS 84 */
        lat: number;
        /** how far off it may be, metres */
        accuracyM: number;
      };
    } };
    answer: TicketStory;
  };
  /** Write something down about a ticket; the same event again changes nothing */
  "POST /api/tickets/{id}/notes": {
    ask: { path: { id: string }; body: {
      event: string;
      /** add: more about it; time: more time is asked for */
      kind: "add" | "time";
      text?: string;
      /** brought before */
      attachments?: string[];
      position?: {
        /** degrees, WGS 84 */
        lon: number;
        /** degrees, WGS 84 */
        lat: number;
        /** how far off it may be, metres */
        accuracyM: number;
      };
    } };
    answer: TicketStory;
  };
  /** Say that you have opened a ticket sent to your unit; kept once a person */
  "POST /api/tickets/{id}/seen": {
    ask: { path: { id: string } };
    answer: TicketStory;
  };
  /** Bring a photo or PDF (raw bytes) to a ticket, to be named in a move; the same bytes again change nothing */
  "POST /api/tickets/{id}/attachments": {
    ask: { path: { id: string }; query?: { name?: string | undefined } };
    answer: {
      /** SHA-256 of the file, hex */
      id: string;
      /** as it was called, without anything a path could be made of */
      name: string;
      /** by what is in it */
      type: "image/jpeg" | "image/png" | "image/webp" | "application/pdf";
      /** bytes */
      size: number;
    };
  };
  /** A file that was brought to the ticket */
  "GET /api/tickets/{id}/attachments/{hash}": {
    ask: { path: { id: string; hash: string } };
    answer: unknown;
  };
  /** Joint actions of your areas, and those you are called to; newest first */
  "GET /api/joint-actions": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; state?: "open" | "all" | undefined } };
    answer: JointView[];
  };
  /** Call people to a ticket that is red, or in a typhoon; the same id again changes nothing */
  "POST /api/joint-actions": {
    ask: { body: {
      id: string;
      ticket: string;
      /** what those who are called are told */
      text: string;
      units: string[];
      people: string[];
    } };
    answer: JointView;
  };
  /** One joint action */
  "GET /api/joint-actions/{id}": {
    ask: { path: { id: string } };
    answer: JointView;
  };
  /** Whom a joint action about this ticket could call */
  "GET /api/tickets/{id}/callable": {
    ask: { path: { id: string } };
    answer: Callable;
  };
  /** Answer a joint action you are called to, or that is in your area where you work on tickets; the same id again changes nothing */
  "POST /api/joint-actions/{id}/answers": {
    ask: { path: { id: string }; body: {
      id: string;
      /** seen counts once a person; the newest of the others stands */
      kind: "seen" | "received" | "arrived" | "help" | "message";
      text?: string;
      attachments?: string[];
      position?: {
        /** degrees, WGS 84 */
        lon: number;
        /** degrees, WGS 84 */
        lat: number;
        /** how far off it may be, metres */
        accuracyM: number;
      };
    } };
    answer: JointView;
  };
  /** End it: the summary goes into the ticket's story */
  "POST /api/joint-actions/{id}/end": {
    ask: { path: { id: string }; body: {
      summary: string;
    } };
    answer: JointView;
  };
  /** Bring a photo (raw bytes) to be named in an answer; it is the ticket's */
  "POST /api/joint-actions/{id}/attachments": {
    ask: { path: { id: string }; query?: { name?: string | undefined } };
    answer: {
      /** SHA-256 of the file, hex */
      id: string;
      /** as it was called, without anything a path could be made of */
      name: string;
      /** by what is in it */
      type: "image/jpeg" | "image/png" | "image/webp" | "application/pdf";
      /** bytes */
      size: number;
    };
  };
  /** A photo that an answer names */
  "GET /api/joint-actions/{id}/attachments/{hash}": {
    ask: { path: { id: string; hash: string } };
    answer: unknown;
  };
  /** My unit, and the areas I see, the street first */
  "GET /api/my/place": {
    ask: Record<never, never>;
    answer: MyPlace;
  };
  /** Tell a gateway to do something once */
  "POST /api/gateways/{gateway}/commands": {
    ask: { path: { gateway: string }; body: {
      /** what to do: sample, output, silence, self-test, acknowledge, bundle, drill, restart, log, log-level */
      verb: string;
      /** the verb's arguments, see core/command.ts */
      args: unknown;
      /** later it is not run; 30 s unless given, 2 h where a platform carries it */
      withinMs?: number;
    } };
    answer: {
      id: string;
    };
  };
  /** Commands of a gateway, newest first */
  "GET /api/gateways/{gateway}/commands": {
    ask: { path: { gateway: string }; query?: { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined; from?: number | undefined; to?: number | undefined } };
    answer: CommandView[];
  };
  /** A command and its result */
  "GET /api/gateways/{gateway}/commands/{id}": {
    ask: { path: { gateway: string; id: string } };
    answer: CommandView;
  };
  /** Say what a gateway should run */
  "PUT /api/gateways/{gateway}/desired": {
    ask: { path: { gateway: string }; body: {
      devices: {
        id: string;
        everyMs?: number;
        rules?: {
          id: string;
          point: string;
          when: {
            above: number;
            /** defaults to `above` */
            clearBelow?: number;
          } | {
            below: number;
            /** defaults to `below` */
            clearAbove?: number;
          } | {
            equals: boolean | string;
          } | {
            /** by how much, in the point's unit */
            risesBy: number;
            /** within this time, ms */
            withinMs: number;
          } | {
            /** by how much, in the point's unit */
            fallsBy: number;
            /** within this time, ms */
            withinMs: number;
          } | {
            /** no reading of the point for so many of the device's sampling intervals */
            silentIntervals: number;
          };
          /** how long the condition must hold before the alert is raised */
          raiseAfterMs?: number;
          /** how long it must be gone before the alert is cleared */
          clearAfterMs?: number;
          /** N of the last M readings must agree, to raise and to clear */
          votes?: {
            needed: number;
            of: number;
          };
          /** raised so often within this time, one alert stays open and counts until it is calm for as long */
          flap?: {
            raises: number;
            /** within this time, ms */
            withinMs: number;
          };
          /** the siren goes on although the condition is gone, until somebody acknowledges */
          latch?: boolean;
          /** while it stands, other sensors of the gateway fall silent because of it */
          explains?: "silence";
          severity: 1 | 2 | 3 | 4;
          title: Bilingual;
          advice?: Bilingual;
        }[];
      }[];
      settings?: {
        links: unknown[];
        devices: unknown[];
        outputs?: unknown[];
        night?: unknown;
      };
    } };
    answer: DesiredView;
  };
  /** What it should run, and what it made of it */
  "GET /api/gateways/{gateway}/desired": {
    ask: { path: { gateway: string } };
    answer: DesiredView;
  };
  /** Its session, its runs, and whether two machines share its id */
  "GET /api/gateways/{gateway}/runs": {
    ask: { path: { gateway: string } };
    answer: GatewayRuns;
  };
  /** The posture, and every switch there was */
  "GET /api/posture": {
    ask: Record<never, never>;
    answer: PostureView;
  };
  /** Switch the posture */
  "PUT /api/posture": {
    ask: { body: {
      level: "everyday" | "typhoon-blue" | "typhoon-yellow" | "typhoon-orange" | "typhoon-red";
      /** which warning, or why it is over */
      reason: string;
    } };
    answer: PostureView;
  };
  /** How many devices a posture can touch, by what they measure and by class */
  "GET /api/posture/devices": {
    ask: Record<never, never>;
    answer: {
      /** as in `measures` of a level */
      measures: string;
      class?: string;
      className?: string;
      devices: number;
    }[];
  };
  /** Make a one-time code for a gateway */
  "POST /api/enrolments": {
    ask: { body: {
      gateway: string;
      /** how long it may be used */
      hours?: number;
    } };
    answer: CodeView;
  };
  /** One-time codes, newest first; the codes themselves are not kept */
  "GET /api/enrolments": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined } };
    answer: CodeView[];
  };
  /** A gateway gets its certificate for a code */
  "POST /api/enrol": {
    ask: { body: {
      handle: string;
      csr: string;
      /** HMAC-SHA256 under the code's key */
      seal: string;
    } };
    answer: {
      gateway: string;
      certificate: string;
      ca: string;
      mqttsPort: number;
      /** HMAC-SHA256 under the code's key */
      seal: string;
    };
  };
  /** A gateway renews its certificate by its key */
  "POST /api/enrol/renew": {
    ask: { body: {
      csr: string;
    } };
    answer: {
      certificate: string;
    };
  };
  /** The gateway's certificates, newest first */
  "GET /api/gateways/{gateway}/certificates": {
    ask: { path: { gateway: string } };
    answer: CertificateView[];
  };
  /** A gateway files a signed acceptance record */
  "POST /api/records": {
    ask: { body: {
      /** the record, exactly as it was signed */
      text: string;
      /** ECDSA P-256 over SHA-256, DER in base64 */
      signature: string;
      /** PEM */
      publicKey: string;
    } };
    answer: {
      id: string;
    };
  };
  /** A gateway files a photo that its record names */
  "PUT /api/records/{id}/photos/{photo}": {
    ask: { path: { id: string; photo: string } };
    answer: null;
  };
  /** A photo of an acceptance record */
  "GET /api/records/{id}/photos/{photo}": {
    ask: { path: { id: string; photo: string } };
    answer: unknown;
  };
  /** Its acceptance records as it signed them, newest first */
  "GET /api/gateways/{gateway}/records": {
    ask: { path: { gateway: string }; query?: { limit?: number | undefined; cursor?: string | undefined; from?: number | undefined; to?: number | undefined } };
    answer: {
      /** the record, exactly as it was signed */
      text: string;
      /** ECDSA P-256 over SHA-256, DER in base64 */
      signature: string;
      /** PEM */
      publicKey: string;
      /** the signature still holds */
      sound: boolean;
    }[];
  };
  /** Shut a gateway out, now */
  "POST /api/gateways/{gateway}/certificates/revoke": {
    ask: { path: { gateway: string }; body: {
      reason: string;
    } };
    answer: null;
  };
  /** Where devices reach the hub, and what they may be */
  "GET /api/direct": {
    ask: Record<never, never>;
    answer: ConnectView;
  };
  /** Connect a device; its credential is shown once */
  "POST /api/direct/devices": {
    ask: { body: DirectWish };
    answer: DirectMade;
  };
  /** What came of a device so far */
  "GET /api/direct/devices/{connector}/{device}": {
    ask: { path: { connector: string; device: string } };
    answer: DirectSeen;
  };
  /** Its credentials, newest first; they themselves are not kept */
  "GET /api/direct/devices/{connector}/{device}/credentials": {
    ask: { path: { connector: string; device: string } };
    answer: CredentialView[];
  };
  /** A new credential, shown once; the history stays */
  "POST /api/direct/devices/{connector}/{device}/credentials": {
    ask: { path: { connector: string; device: string }; body: {
      /** `replace`: the old one is lost and ends now; `rotate`: it ends when the new one is first used */
      old: "replace" | "rotate";
    } };
    answer: DirectMade;
  };
  /** Shut a device out, now */
  "POST /api/direct/devices/{connector}/{device}/revoke": {
    ask: { path: { connector: string; device: string } };
    answer: null;
  };
  /** Who dialled in and is unknown, newest first */
  "GET /api/direct/strangers": {
    ask: Record<never, never>;
    answer: Stranger[];
  };
  /** A code with which devices join by themselves */
  "POST /api/direct/joinings": {
    ask: { body: JoiningWish };
    answer: JoiningView;
  };
  /** Joining codes, newest first; they themselves are not kept */
  "GET /api/direct/joinings": {
    ask: Record<never, never>;
    answer: JoiningView[];
  };
  /** End a joining code; who joined stays */
  "POST /api/direct/joinings/{handle}/revoke": {
    ask: { path: { handle: string } };
    answer: null;
  };
  /** How far the district has been told, and the newest comparison */
  "GET /api/district": {
    ask: Record<never, never>;
    answer: {
      state: "on" | "off";
      name?: Bilingual;
      url?: string;
      /** where the district's callbacks come */
      door: string;
      cases: {
        waiting: number;
        oldestAt: number | null;
      };
      attachments: {
        waiting: number;
        oldestAt: number | null;
      };
      inventory: {
        /** place of the newest change */
        newest: number;
        /** the district has everything up to here */
        told: number | null;
      };
      reconciled?: {
        at: number;
        inventory: {
          count: number;
          missing: number;
          different: number;
          extra: number;
          reoffered: number;
          isEqual: boolean;
        };
        cases: {
          asked: number;
          forgotten: number;
          untold: number;
        };
      };
    };
  };
  /** Devices known, connected, healthy and shared; by area */
  "GET /api/district/coverage": {
    ask: Record<never, never>;
    answer: {
      /** devices that are registered, or planned in the inventory */
      known: number;
      /** of those, behind a gateway that is online */
      connected: number;
      /** of those, without a fault */
      healthy: number;
      /** of the known, those the district has as they are now */
      shared: number;
      /** changed since the district heard of them */
      waiting: number;
      /** not sent: something lacks, see the tasks */
      held: number;
      /** the district did not take them, see the tasks */
      rejected: number;
      areas: {
        /** null: places that no area names */
        area: string | null;
        name: string;
        /** devices that are registered, or planned in the inventory */
        known: number;
        /** of those, behind a gateway that is online */
        connected: number;
        /** of those, without a fault */
        healthy: number;
        /** of the known, those the district has as they are now */
        shared: number;
      }[];
      classes: {
        /** null: devices without one */
        class: string | null;
        name: string;
        /** devices that are registered, or planned in the inventory */
        known: number;
        /** of those, behind a gateway that is online */
        connected: number;
        /** of those, without a fault */
        healthy: number;
        /** of the known, those the district has as they are now */
        shared: number;
      }[];
    };
  };
  /** The hub's own card, to be given to the district centre */
  "GET /api/district/card": {
    ask: Record<never, never>;
    answer: {
      name: Bilingual;
      /** where the centre takes cases and inventory */
      url: string;
      /** the name in its certificate, whatever its address */
      tlsName: string;
      /** PEM: its certificate, or the authority that signed it */
      ca: string;
      /** PEM, Ed25519: signs what it sends */
      publicKey: string;
    };
  };
  /** Connect the district centre that this card is from */
  "PUT /api/district/connection": {
    ask: { body: {
      card: {
        name: Bilingual;
        /** where the centre takes cases and inventory */
        url: string;
        /** the name in its certificate, whatever its address */
        tlsName: string;
        /** PEM: its certificate, or the authority that signed it */
        ca: string;
        /** PEM, Ed25519: signs what it sends */
        publicKey: string;
      };
    } };
    answer: {
      state: "on" | "off";
      name?: Bilingual;
      url?: string;
      /** where the district's callbacks come */
      door: string;
      cases: {
        waiting: number;
        oldestAt: number | null;
      };
      attachments: {
        waiting: number;
        oldestAt: number | null;
      };
      inventory: {
        /** place of the newest change */
        newest: number;
        /** the district has everything up to here */
        told: number | null;
      };
      reconciled?: {
        at: number;
        inventory: {
          count: number;
          missing: number;
          different: number;
          extra: number;
          reoffered: number;
          isEqual: boolean;
        };
        cases: {
          asked: number;
          forgotten: number;
          untold: number;
        };
      };
    };
  };
  /** Compare both sides now, and tell again what differs */
  "POST /api/district/reconcile": {
    ask: Record<never, never>;
    answer: {
      at: number;
      inventory: {
        count: number;
        missing: number;
        different: number;
        extra: number;
        reoffered: number;
        isEqual: boolean;
      };
      cases: {
        asked: number;
        forgotten: number;
        untold: number;
      };
    };
  };
  /** What the district said, newest first */
  "GET /api/district/callbacks": {
    ask: { query?: { limit?: number | undefined } };
    answer: {
      id: string;
      ticket: string;
      seq: number;
      receivedAt: number;
      state: "waiting" | "applied" | "refused" | "unknown";
      error?: string;
      endedAt?: number;
      /** as it came; empty after ninety days */
      body: string;
    }[];
  };
  /** The district's word on a case; kept, then applied in its turn */
  "POST /api/district/callbacks": {
    ask: { body: unknown };
    answer: {
      id: string;
      state: "taken" | "known";
    };
  };
  /** What hub and district centre say to each other */
  "GET /api/district/openapi.json": {
    ask: Record<never, never>;
    answer: unknown;
  };
  /** What field and wire did wrong, newest first */
  "GET /api/faults": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined; from?: number | undefined; to?: number | undefined; code?: string | undefined; gateway?: string | undefined; device?: string | undefined; area?: string | undefined } };
    answer: FaultView[];
  };
  /** What was taken, stored, waits or is lost, and why */
  "GET /api/ledger": {
    ask: { query?: { gateway?: string | undefined; device?: string | undefined; from?: number | undefined; to?: number | undefined } };
    answer: LedgerView;
  };
  /** The books, with their columns */
  "GET /api/ledgers": {
    ask: Record<never, never>;
    answer: {
      id: string;
      title: Bilingual;
      about: Bilingual;
      group: "operations" | "people";
      /** shown only to those who keep the ledgers */
      personal?: boolean;
      /** rows the hub knows by itself: columns name, place, state, since … */
      fills?: "gateways" | "devices" | "drills";
      columns: {
        id: string;
        title: Bilingual;
        /** person: a name; unit: a unit of the rulebook; date: 2026-11-27 */
        type: "text" | "date" | "number" | "choice" | "person" | "unit";
        required?: boolean;
        choices?: string[];
        /** left out of files unless somebody with the right asks for it */
        sensitive?: boolean;
        /** of a date: so many days before it a task is made */
        remindDays?: number;
      }[];
      /** live ones that people wrote */
      entries: number;
      /** of them, how many end soon or have ended */
      due: number;
      /** whether who asks keeps it */
      mayWrite: boolean;
    }[];
  };
  /** Entries of a book, what ends soon first */
  "GET /api/ledgers/{book}": {
    ask: { path: { book: string }; query?: { state?: "live" | "void" | "all" | undefined; q?: string | undefined; due?: boolean | undefined; limit?: number | undefined; cursor?: string | undefined } };
    answer: {
      id: string;
      /** 0: the hub knows it by itself */
      rev: number;
      /** written, ms since 1970 */
      at: number;
      by: string;
      state: "live" | "void";
      why?: string;
      fields: {
        [name: string]: string | number;
      };
      expiry?: {
        column: string;
        date: string;
        daysLeft: number;
        isDue: boolean;
      };
      /** how many it carries; for those who keep the ledgers */
      files?: number;
      /** where a row that nobody wrote comes from; it is read only */
      source?: Bilingual;
      /** what it is about */
      about?: {
        gateway?: string;
        device?: string;
        ticket?: string;
      };
    }[];
  };
  /** Write a new entry */
  "POST /api/ledgers/{book}": {
    ask: { path: { book: string }; body: {
      fields: {
        [name: string]: string | number | null;
      };
    } };
    answer: {
      id: string;
      /** 0: the hub knows it by itself */
      rev: number;
      /** written, ms since 1970 */
      at: number;
      by: string;
      state: "live" | "void";
      why?: string;
      fields: {
        [name: string]: string | number;
      };
      expiry?: {
        column: string;
        date: string;
        daysLeft: number;
        isDue: boolean;
      };
      /** how many it carries; for those who keep the ledgers */
      files?: number;
      /** where a row that nobody wrote comes from; it is read only */
      source?: Bilingual;
      /** what it is about */
      about?: {
        gateway?: string;
        device?: string;
        ticket?: string;
      };
    };
  };
  /** Each revision of an entry, newest first */
  "GET /api/ledgers/{book}/entries/{id}/history": {
    ask: { path: { book: string; id: string } };
    answer: {
      id: string;
      /** 0: the hub knows it by itself */
      rev: number;
      /** written, ms since 1970 */
      at: number;
      by: string;
      state: "live" | "void";
      why?: string;
      fields: {
        [name: string]: string | number;
      };
      expiry?: {
        column: string;
        date: string;
        daysLeft: number;
        isDue: boolean;
      };
      /** how many it carries; for those who keep the ledgers */
      files?: number;
      /** where a row that nobody wrote comes from; it is read only */
      source?: Bilingual;
      /** what it is about */
      about?: {
        gateway?: string;
        device?: string;
        ticket?: string;
      };
    }[];
  };
  /** Write its next revision */
  "PATCH /api/ledgers/{book}/entries/{id}": {
    ask: { path: { book: string; id: string }; body: {
      /** the revision that was seen; 412 when another is newer */
      rev: number;
      fields: {
        [name: string]: string | number | null;
      };
      why?: string;
    } };
    answer: {
      id: string;
      /** 0: the hub knows it by itself */
      rev: number;
      /** written, ms since 1970 */
      at: number;
      by: string;
      state: "live" | "void";
      why?: string;
      fields: {
        [name: string]: string | number;
      };
      expiry?: {
        column: string;
        date: string;
        daysLeft: number;
        isDue: boolean;
      };
      /** how many it carries; for those who keep the ledgers */
      files?: number;
      /** where a row that nobody wrote comes from; it is read only */
      source?: Bilingual;
      /** what it is about */
      about?: {
        gateway?: string;
        device?: string;
        ticket?: string;
      };
    };
  };
  /** It counts no more; it stays readable */
  "POST /api/ledgers/{book}/entries/{id}/void": {
    ask: { path: { book: string; id: string }; body: {
      /** the revision that was seen; 412 when another is newer */
      rev: number;
      why: string;
    } };
    answer: {
      id: string;
      /** 0: the hub knows it by itself */
      rev: number;
      /** written, ms since 1970 */
      at: number;
      by: string;
      state: "live" | "void";
      why?: string;
      fields: {
        [name: string]: string | number;
      };
      expiry?: {
        column: string;
        date: string;
        daysLeft: number;
        isDue: boolean;
      };
      /** how many it carries; for those who keep the ledgers */
      files?: number;
      /** where a row that nobody wrote comes from; it is read only */
      source?: Bilingual;
      /** what it is about */
      about?: {
        gateway?: string;
        device?: string;
        ticket?: string;
      };
    };
  };
  /** The book as a file */
  "GET /api/ledgers/{book}/export": {
    ask: { path: { book: string }; query?: { format?: "xlsx" | "csv" | undefined; sensitive?: boolean | undefined; template?: boolean | undefined } };
    answer: unknown;
  };
  /** Check a file of entries, or take it in */
  "POST /api/ledgers/{book}/import": {
    ask: { path: { book: string }; query?: { check?: boolean | undefined } };
    answer: {
      /** refused: a row is wrong, nothing changed */
      result: "checked" | "imported" | "refused";
      added: number;
      changed: number;
      /** rows that are there already */
      same: number;
      /** row of the file, from 1 */
      faults: {
        row: number;
        column: string;
        why: Bilingual;
      }[];
    };
  };
  /** The files of an entry */
  "GET /api/ledgers/{book}/entries/{id}/files": {
    ask: { path: { book: string; id: string } };
    answer: {
      /** SHA-256 of the file, hex */
      id: string;
      /** as it was called, without anything a path could be made of */
      name: string;
      /** by what is in it */
      type: "image/jpeg" | "image/png" | "image/webp" | "application/pdf";
      /** bytes */
      size: number;
      by: string;
      /** brought, ms since 1970 */
      at: number;
      /** it counts no more */
      gone?: {
        by: string;
        /** taken away, ms since 1970 */
        at: number;
        why: string;
      };
    }[];
  };
  /** Bring a photo or PDF (raw bytes) to an entry; the same bytes again change nothing */
  "POST /api/ledgers/{book}/entries/{id}/files": {
    ask: { path: { book: string; id: string }; query?: { name?: string | undefined } };
    answer: {
      /** SHA-256 of the file, hex */
      id: string;
      /** as it was called, without anything a path could be made of */
      name: string;
      /** by what is in it */
      type: "image/jpeg" | "image/png" | "image/webp" | "application/pdf";
      /** bytes */
      size: number;
      by: string;
      /** brought, ms since 1970 */
      at: number;
      /** it counts no more */
      gone?: {
        by: string;
        /** taken away, ms since 1970 */
        at: number;
        why: string;
      };
    };
  };
  /** A file of an entry, also one that counts no more */
  "GET /api/ledgers/{book}/entries/{id}/files/{hash}": {
    ask: { path: { book: string; id: string; hash: string } };
    answer: unknown;
  };
  /** It counts no more; it stays readable */
  "POST /api/ledgers/{book}/entries/{id}/files/{hash}/void": {
    ask: { path: { book: string; id: string; hash: string }; body: {
      why: string;
    } };
    answer: {
      /** SHA-256 of the file, hex */
      id: string;
      /** as it was called, without anything a path could be made of */
      name: string;
      /** by what is in it */
      type: "image/jpeg" | "image/png" | "image/webp" | "application/pdf";
      /** bytes */
      size: number;
      by: string;
      /** brought, ms since 1970 */
      at: number;
      /** it counts no more */
      gone?: {
        by: string;
        /** taken away, ms since 1970 */
        at: number;
        why: string;
      };
    };
  };
  /** Channels: what they lack and what waits in them */
  "GET /api/notify/channels": {
    ask: Record<never, never>;
    answer: ChannelView[];
  };
  /** Set keys and passwords; they are never shown again */
  "PUT /api/notify/channels/{id}/secrets": {
    ask: { path: { id: string }; body: {
      [name: string]: string | null;
    } };
    answer: ChannelView;
  };
  /** Send a test message and say what happened */
  "POST /api/notify/channels/{id}/test": {
    ask: { path: { id: string }; body: {
      /** number or address */
      to?: string;
    } };
    answer: TriedView;
  };
  /** What was told to whom, when, and what came of it */
  "GET /api/notify/log": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined; severity?: string | undefined; from?: number | undefined; to?: number | undefined; channel?: string | undefined; ticket?: string | undefined; by?: "flows" | undefined } };
    answer: NoticeView[];
  };
  /** The tables in force, without their bodies */
  "GET /api/rulebook": {
    ask: Record<never, never>;
    answer: RulebookVersion[];
  };
  /** One table, the one in force unless a version is named */
  "GET /api/rulebook/{kind}": {
    ask: { path: { kind: "units" | "areas" | "roles" | "classes" | "roster" | "dispatch" | "channels" | "ladder" | "ledger-books" | "district" | "map" | "calendar" }; query?: { version?: number | undefined } };
    answer: RulebookTable;
  };
  /** Import a table as its next version */
  "PUT /api/rulebook/{kind}": {
    ask: { path: { kind: "units" | "areas" | "roles" | "classes" | "roster" | "dispatch" | "channels" | "ladder" | "ledger-books" | "district" | "map" | "calendar" }; query?: { source?: string | undefined; replace?: "yes" | undefined }; body: unknown };
    answer: ImportedTable;
  };
  /** Who imported what and when */
  "GET /api/rulebook/{kind}/history": {
    ask: { path: { kind: "units" | "areas" | "roles" | "classes" | "roster" | "dispatch" | "channels" | "ladder" | "ledger-books" | "district" | "map" | "calendar" } };
    answer: RulebookVersion[];
  };
  /** What such a table must look like, as JSON Schema */
  "GET /api/rulebook/{kind}/schema": {
    ask: { path: { kind: "units" | "areas" | "roles" | "classes" | "roster" | "dispatch" | "channels" | "ladder" | "ledger-books" | "district" | "map" | "calendar" } };
    answer: unknown;
  };
  /** Which row of a table would take such a case */
  "POST /api/rulebook/dispatch/try": {
    ask: { body: TryDispatch };
    answer: TriedDispatch;
  };
  /** What a table of case standards as text would make of the classes; nothing is changed */
  "POST /api/rulebook/classes/read": {
    ask: { query: { source: string }; body: unknown };
    answer: {
      body: {
        source: string;
        /** class of a case that has none */
        otherwise: string;
        /** class of what a gateway says of itself */
        equipment: string;
        /** class of a report by patrol until somebody says another */
        patrol: string;
        classes: {
          /** component:0103, event:0506, local:fire */
          code: string;
          name: string;
          /** its name for who reads English */
          en?: string;
          group: string;
          /** classes of devices whose alerts become cases of this class */
          devices: string[];
          /** 2: two people look at it (双审) */
          reviews: 1 | 2;
          /** somebody looks on the spot before it is registered (核实) */
          preVerify: boolean;
          /** somebody looks on the spot before it is reviewed (核查) */
          postCheck: boolean;
          /** a relapse within so many hours reopens it */
          reopenWithinH: number;
          /** how often it may be extended (延期) */
          extensions: number;
          /** how grave a report by word of mouth is at first; yellow unless given */
          reported?: 1 | 2 | 3 | 4;
          limits: {
            /** how a move names it; its number unless given */
            id?: string;
            /** what an operator chooses it by; the condition unless given */
            name?: Bilingual;
            /** when a case of the class is registered by this row (立案条件) */
            condition: string;
            /** what must be done to close it (结案条件) */
            done: string;
            limit: {
              basis: "urgent_hour" | "work_hour" | "work_day" | "calendar_day";
              /** how many of them; parts are allowed */
              amount: number;
            };
            /** severities that take this row by themselves */
            severities: (1 | 2 | 3 | 4)[];
            /** only in these postures; in all unless given */
            postures?: ("everyday" | "typhoon-blue" | "typhoon-yellow" | "typhoon-orange" | "typhoon-red")[];
            /** only cases found this way; all unless given */
            sources?: ("sensor" | "patrol" | "hotline" | "analytics" | "district")[];
          }[];
        }[];
      };
    };
  };
  /** Discovery, speed and care, by unit, committee, class or month */
  "GET /api/scores": {
    ask: { query?: { by?: "unit" | "committee" | "class" | "month" | undefined; from?: number | undefined; to?: number | undefined } };
    answer: ScoresView;
  };
  /** When alerts come, and how busy each scene was */
  "GET /api/scores/activity": {
    ask: { query?: { from?: number | undefined; to?: number | undefined } };
    answer: ActivityView;
  };
  /** One grouping as CSV */
  "GET /api/scores.csv": {
    ask: { query?: { by?: "unit" | "committee" | "class" | "month" | undefined; from?: number | undefined; to?: number | undefined } };
    answer: unknown;
  };
  /** The same as a workbook, a sheet a grouping */
  "GET /api/scores.xlsx": {
    ask: { query?: { from?: number | undefined; to?: number | undefined } };
    answer: unknown;
  };
  /** What somebody has to do, newest first */
  "GET /api/tasks": {
    ask: { query?: { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined; from?: number | undefined; to?: number | undefined; state?: "open" | "all" | undefined; kind?: string | undefined; for?: "technician" | "operator" | "administrator" | undefined; area?: string | undefined } };
    answer: TaskView[];
  };
  /** Say that it is done */
  "POST /api/tasks/{id}/done": {
    ask: { path: { id: string }; body: {
      note?: string;
    } };
    answer: TaskView;
  };
  /** Live updates, going on after `Last-Event-ID` */
  "GET /api/events": {
    ask: { query?: { after?: string | undefined } };
    answer: string;
  };
  /** How the flows are */
  "GET /api/flows": {
    ask: Record<never, never>;
    answer: FlowsView;
  };
  /** End Node-RED and start it anew, with its flows */
  "POST /api/flows/restart": {
    ask: Record<never, never>;
    answer: {
      state: "done";
    };
  };
  /** What was decided on tickets lately, newest first */
  "GET /api/flows/decisions": {
    ask: { query?: { limit?: number | undefined } };
    answer: DecisionView[];
  };
  /** What flows asked: what waits first */
  "GET /api/flows/questions": {
    ask: { query?: { limit?: number | undefined } };
    answer: AskedView[];
  };
  /** Ask people yes or no */
  "POST /api/flows/questions": {
    ask: { body: {
      subject: string;
      text: string;
      minutes: number;
    } };
    answer: QuestionView;
  };
  /** Tickets that wait for a decision: those that are open, then each new one */
  "GET /api/flows/handovers": {
    ask: Record<never, never>;
    answer: string;
  };
  /** Decide on a ticket; the first answer counts */
  "POST /api/flows/handovers/{ticket}": {
    ask: { path: { ticket: string }; body: {
      /** send it to this unit */
      decision: "dispatch";
      unit: string;
      /** who is sent */
      assignee?: string;
      /** why this choice; it stands in the ticket's story */
      why: string | Bilingual;
    } | {
      /** the hub's own table decides */
      decision: "table";
    } | {
      /** wait; then the hub's own table decides */
      decision: "hold";
      minutes: number;
      /** why this choice; it stands in the ticket's story */
      why: string | Bilingual;
    } };
    answer: {
      /** the order of asking; `Last-Event-ID` goes on after it */
      n: number;
      ticket: string;
      /** when it was asked, ms since 1970 */
      askedAt: number;
      /** when the hub decides by itself, ms since 1970 */
      deadline: number;
      state: "asked" | "held" | "decided" | "fallen-back" | "overtaken";
      by?: string;
      reason?: Bilingual;
      severity: number;
      title: Bilingual;
      place: string;
      about?: TicketView;
      alert: AlertView | null;
    };
  };
  /** A flow failed at a ticket: the table decides at once */
  "POST /api/flows/handovers/{ticket}/failed": {
    ask: { path: { ticket: string }; body: {
      text: string;
    } };
    answer: {
      state: "done";
    };
  };
  /** Write a line into a ticket's story */
  "POST /api/flows/tickets/{ticket}/notes": {
    ask: { path: { ticket: string }; body: {
      text: string;
    } };
    answer: {
      state: "done";
    };
  };
  /** Tell who is on duty */
  "POST /api/flows/notices": {
    ask: { body: {
      text: string;
      ticket?: string;
    } };
    answer: {
      state: "done";
    };
  };
  /** What was answered */
  "GET /api/flows/questions/{id}": {
    ask: { path: { id: string } };
    answer: QuestionView;
  };
  /** Answer a flow's question */
  "POST /api/flows/questions/{id}/answer": {
    ask: { path: { id: string }; body: {
      answer: "yes" | "no" | "over";
    } };
    answer: QuestionView;
  };
  /** Whether the hub is there and its disk takes what is written */
  "GET /api/health": {
    ask: Record<never, never>;
    answer: HealthView;
  };
  /** This document */
  "GET /api/openapi.json": {
    ask: Record<never, never>;
    answer: unknown;
  };
  /** What is wrong now, by severity and place, and who is on duty */
  "GET /api/overview": {
    ask: Record<never, never>;
    answer: {
      /** when it was counted, ms since 1970 */
      at: number;
      /** one row a severity, the gravest first */
      alerts: {
        severity: 1 | 2 | 3 | 4;
        /** open alerts, without drills */
        open: number;
        /** of those, acknowledged by nobody */
        waiting: number;
        /** of those, put aside */
        shelved: number;
      }[];
      tickets: {
        /** open tickets, without drills */
        open: number;
        /** of those, past their time */
        overdue: number;
        /** of those, due within an hour */
        soon: number;
        bySeverity: {
          severity: 1 | 2 | 3 | 4;
          /** open, and alarms that stand although their ticket is over */
          open: number;
          /** of those, past their time */
          overdue: number;
        }[];
        byState: {
          state: "reported" | "admitted" | "verifying" | "registered" | "dispatched" | "handling" | "suspended" | "submitted" | "checking" | "reviewed" | "closed" | "fedback" | "archived" | "voided";
          /** open tickets in it */
          count: number;
        }[];
      };
      drills: {
        /** open alerts of drills */
        alerts: number;
        /** open tickets of drills */
        tickets: number;
      };
      /** what to do first: time left × severity; at most 30 tickets, and alerts whose ticket is over */
      cases: {
        ticket?: TicketView;
        alert?: AlertView;
      }[];
      /** areas in which something is open, the worst first */
      areas: {
        /** null: places that no area names */
        area: string | null;
        name: string;
        /** the area it lies in */
        above?: string;
        worst: 1 | 2 | 3 | 4;
        /** open alerts */
        alerts: number;
        /** open tickets */
        tickets: number;
        /** of those, past their time */
        overdue: number;
      }[];
      devices: {
        /** heard within five minutes, without a fault */
        well: number;
        /** its gateway is there, it is not */
        silent: number;
        /** with a fault */
        fault: number;
        /** behind a gateway that is not there, or never heard */
        unknown: number;
        /** not registered */
        quarantine: number;
      };
      gateways: {
        /** online */
        online: number;
        /** offline */
        offline: number;
        /** not heard since the hub started */
        unknown: number;
        /** those that are not online, the newest first; at most 20 */
        silent: {
          id: string;
          title: string;
          place: string;
          state: "online" | "offline" | "unknown";
          /** when this state began, ms since 1970 */
          since: number;
          /** last message of any kind, ms since 1970 */
          lastSeen?: number;
        }[];
      };
      coverage: {
        /** devices that are registered */
        known: number;
        /** of those, adopted, heard at least once, and behind a gateway that is online */
        connected: number;
        /** of those, without a fault */
        healthy: number;
        /** of the known, those the district has as they are; told to who sees every area */
        shared?: number;
      };
      /** of the known, those that wait for somebody to adopt them */
      unadopted: number;
      /** event time of the newest reading, ms since 1970 */
      heardAt?: number;
      posture: {
        level: "everyday" | "typhoon-blue" | "typhoon-yellow" | "typhoon-orange" | "typhoon-red";
        title: Bilingual;
        /** when it was switched, ms since 1970 */
        since?: number;
      };
      /** who is on duty now, the street first */
      duty: {
        unit: string;
        name: string;
        shift: string;
        /** Shanghai time */
        from: string;
        /** Shanghai time */
        to: string;
        leader: {
          name: string;
          phone?: string;
        };
        /** besides the leader */
        people: {
          name: string;
          phone?: string;
        }[];
      }[];
    };
  };
  /** Devices, gateways and areas with their places; has an etag */
  "GET /api/map": {
    ask: Record<never, never>;
    answer: {
      base: {
        /** layers of the base map from below, as XYZ templates; empty: none */
        tiles: string[];
        /** of the tiles; all else here is WGS 84 */
        crs: "wgs84" | "gcj02" | "bd09";
        minZoom: number;
        maxZoom: number;
        /** longitude and latitude in degrees, WGS 84 */
        centre: [number, number];
        zoom: number;
        attribution: string;
      };
      areas: {
        id: string;
        name: string;
        tier: string;
        parent?: string;
        outline?: (([number, number])[])[];
        /** longitude and latitude in degrees, WGS 84 */
        centre?: [number, number];
      }[];
      /** null: one that may not be seen */
      gateways: ([string, string, string, "online" | "offline" | "unknown", string, number | null, number | null, 0 | 1] | null)[];
      devices: ([number, string, string, string, string, string, "well" | "silent" | "fault" | "unknown" | "quarantine", number, string, string, number | null, number | null, 0 | 1])[];
      /** names of the classes that are there */
      classes: {
        [name: string]: string;
      };
    };
  };
  /** Make a link for a wall screen; the secret is told once */
  "POST /api/walls": {
    ask: { body: {
      /** where it hangs */
      name: string;
    } };
    answer: {
      wall: {
        id: string;
        name: string;
        by: string;
        /** made, ms since 1970 */
        at: number;
        /** last look, ms since 1970 */
        lastSeen?: number;
        /** null: all */
        areas: string[] | null;
      };
      secret: string;
    };
  };
  /** Wall screens, newest first */
  "GET /api/walls": {
    ask: Record<never, never>;
    answer: {
      id: string;
      name: string;
      by: string;
      /** made, ms since 1970 */
      at: number;
      /** last look, ms since 1970 */
      lastSeen?: number;
      /** null: all */
      areas: string[] | null;
    }[];
  };
  /** End the link of a wall screen; it goes dark at once */
  "DELETE /api/walls/{id}": {
    ask: { path: { id: string } };
    answer: Record<string, unknown>;
  };
  /** A screen shows its link and may look from then on */
  "POST /api/wall/session": {
    ask: { body: {
      secret: string;
    } };
    answer: {
      id: string;
      name: string;
      by: string;
      /** made, ms since 1970 */
      at: number;
      /** last look, ms since 1970 */
      lastSeen?: number;
      /** null: all */
      areas: string[] | null;
    };
  };
  /** The overview for a wall screen, without anything personal */
  "GET /api/wall": {
    ask: Record<never, never>;
    answer: {
      /** when it was counted, ms since 1970 */
      at: number;
      /** one row a severity, the gravest first */
      alerts: {
        severity: 1 | 2 | 3 | 4;
        /** open alerts, without drills */
        open: number;
        /** of those, acknowledged by nobody */
        waiting: number;
        /** of those, put aside */
        shelved: number;
      }[];
      tickets: {
        /** open tickets, without drills */
        open: number;
        /** of those, past their time */
        overdue: number;
        /** of those, due within an hour */
        soon: number;
        bySeverity: {
          severity: 1 | 2 | 3 | 4;
          /** open, and alarms that stand although their ticket is over */
          open: number;
          /** of those, past their time */
          overdue: number;
        }[];
        byState: {
          state: "reported" | "admitted" | "verifying" | "registered" | "dispatched" | "handling" | "suspended" | "submitted" | "checking" | "reviewed" | "closed" | "fedback" | "archived" | "voided";
          /** open tickets in it */
          count: number;
        }[];
      };
      drills: {
        /** open alerts of drills */
        alerts: number;
        /** open tickets of drills */
        tickets: number;
      };
      /** what to do first: time left × severity; at most 30 tickets, and alerts whose ticket is over */
      cases: {
        ticket?: TicketView;
        alert?: AlertView;
      }[];
      /** areas in which something is open, the worst first */
      areas: {
        /** null: places that no area names */
        area: string | null;
        name: string;
        /** the area it lies in */
        above?: string;
        worst: 1 | 2 | 3 | 4;
        /** open alerts */
        alerts: number;
        /** open tickets */
        tickets: number;
        /** of those, past their time */
        overdue: number;
      }[];
      devices: {
        /** heard within five minutes, without a fault */
        well: number;
        /** its gateway is there, it is not */
        silent: number;
        /** with a fault */
        fault: number;
        /** behind a gateway that is not there, or never heard */
        unknown: number;
        /** not registered */
        quarantine: number;
      };
      gateways: {
        /** online */
        online: number;
        /** offline */
        offline: number;
        /** not heard since the hub started */
        unknown: number;
        /** those that are not online, the newest first; at most 20 */
        silent: {
          id: string;
          title: string;
          place: string;
          state: "online" | "offline" | "unknown";
          /** when this state began, ms since 1970 */
          since: number;
          /** last message of any kind, ms since 1970 */
          lastSeen?: number;
        }[];
      };
      coverage: {
        /** devices that are registered */
        known: number;
        /** of those, adopted, heard at least once, and behind a gateway that is online */
        connected: number;
        /** of those, without a fault */
        healthy: number;
        /** of the known, those the district has as they are; told to who sees every area */
        shared?: number;
      };
      /** of the known, those that wait for somebody to adopt them */
      unadopted: number;
      /** event time of the newest reading, ms since 1970 */
      heardAt?: number;
      posture: {
        level: "everyday" | "typhoon-blue" | "typhoon-yellow" | "typhoon-orange" | "typhoon-red";
        title: Bilingual;
        /** when it was switched, ms since 1970 */
        since?: number;
      };
      /** who is on duty now, the street first */
      duty: {
        unit: string;
        name: string;
        shift: string;
        /** Shanghai time */
        from: string;
        /** Shanghai time */
        to: string;
        leader: {
          name: string;
          phone?: string;
        };
        /** besides the leader */
        people: {
          name: string;
          phone?: string;
        }[];
      }[];
    };
  };
  /** The map for a wall screen */
  "GET /api/wall/map": {
    ask: Record<never, never>;
    answer: {
      base: {
        /** layers of the base map from below, as XYZ templates; empty: none */
        tiles: string[];
        /** of the tiles; all else here is WGS 84 */
        crs: "wgs84" | "gcj02" | "bd09";
        minZoom: number;
        maxZoom: number;
        /** longitude and latitude in degrees, WGS 84 */
        centre: [number, number];
        zoom: number;
        attribution: string;
      };
      areas: {
        id: string;
        name: string;
        tier: string;
        parent?: string;
        outline?: (([number, number])[])[];
        /** longitude and latitude in degrees, WGS 84 */
        centre?: [number, number];
      }[];
      /** null: one that may not be seen */
      gateways: ([string, string, string, "online" | "offline" | "unknown", string, number | null, number | null, 0 | 1] | null)[];
      devices: ([number, string, string, string, string, string, "well" | "silent" | "fault" | "unknown" | "quarantine", number, string, string, number | null, number | null, 0 | 1])[];
      /** names of the classes that are there */
      classes: {
        [name: string]: string;
      };
    };
  };
  /** Says `changed` whenever something did */
  "GET /api/wall/events": {
    ask: Record<never, never>;
    answer: string;
  };
};
