/** What a first look asks the hub. */
import type { OverviewView } from "../../../http/overview-views.ts";
import { request } from "../../api.ts";

export const readOverview = () => request<OverviewView>("GET", "/overview");
