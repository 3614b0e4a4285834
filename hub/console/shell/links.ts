/** The places of the console, in the order of the working day. */
import {
  AuditOutlined,
  BellOutlined,
  BranchesOutlined,
  DashboardOutlined,
  EllipsisOutlined,
  GatewayOutlined,
  HddOutlined,
  ProfileOutlined,
  SettingOutlined,
  ToolOutlined,
} from "@ant-design/icons";
import type { Dictionary } from "../i18n/zh-cn.ts";

/** `holds`: the places behind it, which mark it as current. */
export type Place = {
  href: string;
  name: keyof Omit<Dictionary["nav"], "label">;
  Icon: typeof BellOutlined;
  holds?: Place[];
};

export const places: Place[] = [
  { href: "/", name: "overview", Icon: DashboardOutlined },
  { href: "/tickets", name: "tickets", Icon: ProfileOutlined },
  { href: "/alerts", name: "alerts", Icon: BellOutlined },
  { href: "/devices", name: "devices", Icon: HddOutlined },
  { href: "/gateways", name: "gateways", Icon: GatewayOutlined },
  { href: "/faults", name: "faults", Icon: ToolOutlined },
  { href: "/ledger", name: "ledger", Icon: AuditOutlined },
  { href: "/automation", name: "flows", Icon: BranchesOutlined },
  {
    href: "/settings",
    name: "settings",
    Icon: SettingOutlined,
    holds: [{ href: "/tasks", name: "settings", Icon: SettingOutlined }],
  },
];

/** What a thumb reaches on a phone; the rest is behind "more". */
export const morePlaces: Place[] = places.slice(4);
export const thumbPlaces: Place[] = [
  ...places.slice(0, 4),
  { href: "/more", name: "more", Icon: EllipsisOutlined, holds: morePlaces },
];
