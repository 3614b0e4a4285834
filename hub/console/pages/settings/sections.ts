/** The pages of the settings, in the order a street sets itself up. */
import {
  ApartmentOutlined,
  BellOutlined,
  BookOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CloudOutlined,
  EnvironmentOutlined,
  LinkOutlined,
  NotificationOutlined,
  SafetyOutlined,
  ScheduleOutlined,
  SendOutlined,
  TableOutlined,
  TagsOutlined,
  TeamOutlined,
  UserOutlined,
} from "@ant-design/icons";
import type { Right } from "../../../accounts/rights.ts";
import type { SettingsWords } from "./words.ts";

/** `right`: who lacks it does not see it. `sight`: closed to people kept to some areas. */
export type Section = {
  id: string;
  group: keyof SettingsWords["groups"];
  Icon: typeof TableOutlined;
  href?: string;
  right?: Right;
  sight?: "everything";
};

export const sections: Section[] = [
  { id: "tasks", group: "work", Icon: CheckSquareOutlined, href: "/tasks", sight: "everything" },
  { id: "classes", group: "work", Icon: TagsOutlined },
  { id: "calendar", group: "work", Icon: CalendarOutlined },
  { id: "dispatch", group: "work", Icon: SendOutlined },
  { id: "people", group: "people", Icon: UserOutlined, right: "people", sight: "everything" },
  { id: "units", group: "people", Icon: TeamOutlined },
  { id: "areas", group: "people", Icon: ApartmentOutlined },
  { id: "roster", group: "people", Icon: ScheduleOutlined },
  { id: "roles", group: "people", Icon: SafetyOutlined },
  { id: "ladder", group: "notify", Icon: BellOutlined },
  { id: "channels", group: "notify", Icon: NotificationOutlined },
  { id: "posture", group: "outside", Icon: CloudOutlined },
  { id: "map", group: "outside", Icon: EnvironmentOutlined },
  { id: "district", group: "outside", Icon: LinkOutlined, sight: "everything" },
  { id: "ledger-books", group: "outside", Icon: BookOutlined },
];

/** Of tables that came later than this page. */
export const otherSection = (id: string): Section => ({ id, group: "more", Icon: TableOutlined });
