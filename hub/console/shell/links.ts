/** The places of the console, in groups, in the order of the working day. */
import {
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  BellOutlined,
  BranchesOutlined,
  CheckSquareOutlined,
  CloudServerOutlined,
  ContainerOutlined,
  DashboardOutlined,
  EllipsisOutlined,
  EnvironmentOutlined,
  GatewayOutlined,
  HddOutlined,
  InteractionOutlined,
  MobileOutlined,
  PieChartOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  TeamOutlined,
  ToolOutlined,
} from "@ant-design/icons";
import type { Right } from "../../accounts/rights.ts";
import type { Me } from "../../http/views.ts";
import type { Dictionary } from "../i18n/zh-cn.ts";
import type { shellWords } from "./words.ts";

/**
 * `key`: pressed after `g`, leads there. `right`: who lacks it does not see the place, nor do people kept to some areas where
 * `sight` says that it is about everything. `asks`: what its page asks the hub first; a test holds that whoever sees the
 * place is answered. `holds`: the places behind it, which mark it as current.
 */
export type Place = {
  href: string;
  name: keyof Omit<Dictionary["nav"], "label">;
  Icon: typeof BellOutlined;
  key?: string;
  right?: Right;
  sight?: "everything";
  asks: string;
  holds?: Place[];
};

export type PlaceGroup = { name: keyof (typeof shellWords)["zh-CN"]["groups"]; places: Place[] };

/** A place has its `lazy()` route in app.tsx and its name in `nav` of i18n/zh-cn.ts; test/architecture/links.test.ts finds a dead link. */
export const placeGroups: PlaceGroup[] = [
  {
    name: "now",
    places: [
      { href: "/", asks: "/api/overview", name: "overview", Icon: DashboardOutlined, key: "o" },
      { href: "/map", asks: "/api/map", name: "map", Icon: EnvironmentOutlined, key: "m", right: "look" },
      { href: "/alerts", asks: "/api/alerts", name: "alerts", Icon: BellOutlined, key: "a", right: "look" },
      { href: "/tickets", asks: "/api/tickets", name: "tickets", Icon: ProfileOutlined, key: "t", right: "look" },
      { href: "/m", asks: "/api/my/place", name: "micro", Icon: MobileOutlined, right: "look" },
    ],
  },
  {
    name: "things",
    places: [
      { href: "/devices", asks: "/api/devices", name: "devices", Icon: HddOutlined, key: "d", right: "look" },
      { href: "/gateways", asks: "/api/gateways", name: "gateways", Icon: GatewayOutlined, key: "w", right: "look" },
      { href: "/faults", asks: "/api/faults", name: "faults", Icon: ToolOutlined, key: "f", right: "look" },
      { href: "/losses", asks: "/api/ledger", name: "losses", Icon: InteractionOutlined, right: "look" },
    ],
  },
  {
    name: "access",
    places: [
      {
        href: "/connect",
        asks: "/api/direct",
        sight: "everything",
        name: "connect",
        Icon: ApiOutlined,
        right: "gateways",
      },
      {
        href: "/platforms",
        asks: "/api/connectors",
        sight: "everything",
        name: "platforms",
        Icon: CloudServerOutlined,
        right: "gateways",
      },
      {
        href: "/inventory",
        asks: "/api/district/coverage",
        name: "inventory",
        Icon: ContainerOutlined,
        key: "i",
        right: "look",
      },
      { href: "/coverage", asks: "/api/coverage", name: "coverage", Icon: PieChartOutlined, right: "look" },
    ],
  },
  {
    name: "records",
    places: [
      {
        href: "/statistics",
        asks: "/api/scores",
        name: "statistics",
        Icon: BarChartOutlined,
        key: "c",
        right: "statistics",
      },
      {
        href: "/ledger",
        asks: "/api/ledgers",
        sight: "everything",
        name: "ledger",
        Icon: AuditOutlined,
        key: "l",
        right: "look",
      },
      {
        href: "/ledger/audit",
        asks: "/api/audit",
        sight: "everything",
        name: "audit",
        Icon: SafetyCertificateOutlined,
        right: "audit",
      },
    ],
  },
  {
    name: "control",
    places: [
      {
        href: "/automation",
        asks: "/api/flows",
        sight: "everything",
        name: "flows",
        Icon: BranchesOutlined,
        key: "u",
        right: "look",
      },
      {
        ...{
          href: "/settings",
          asks: "/api/rulebook",
          name: "settings",
          Icon: SettingOutlined,
          key: "s",
          right: "look",
        },
        holds: [
          { href: "/tasks", asks: "/api/tasks", name: "tasks", Icon: CheckSquareOutlined },
          {
            ...{ href: "/settings/people", asks: "/api/people", sight: "everything", right: "people" },
            ...{ name: "people", Icon: TeamOutlined },
          },
        ],
      },
    ],
  },
];

/** What a thumb reaches on a phone; the rest is behind "more". */
const thumbs = ["/", "/alerts", "/tickets", "/devices"];

export function mayEnter(
  { rights, areas }: Pick<Me, "rights" | "areas">,
  { right, sight }: Pick<Place, "right" | "sight">,
): boolean {
  return (right === undefined || rights.includes(right)) && (sight === undefined || areas === null);
}

export function groupsFor(me: Me): PlaceGroup[] {
  const allowed = placeGroups.map((group) => ({ ...group, places: group.places.filter((one) => mayEnter(me, one)) }));
  return allowed.filter(({ places }) => places.length > 0);
}

export function placesFor(me: Me): Place[] {
  return groupsFor(me).flatMap(({ places }) => places);
}

/** Those that have no link in the navigation themselves. */
export function heldFor(me: Me): Place[] {
  return placesFor(me).flatMap(({ holds = [] }) => holds.filter((one) => mayEnter(me, one)));
}

export function morePlaces(me: Me): PlaceGroup[] {
  const behind = groupsFor(me).map((group) => ({
    ...group,
    places: group.places.filter(({ href }) => !thumbs.includes(href)),
  }));
  return behind.filter(({ places }) => places.length > 0);
}

export function thumbPlaces(me: Me): Place[] {
  const holds = morePlaces(me).flatMap(({ places }) => places);
  const within = placesFor(me).filter(({ href }) => thumbs.includes(href));
  return [...within, { href: "/more", asks: "/api/session", name: "more", Icon: EllipsisOutlined, holds }];
}
