/** What a row of the audit trail says beyond its operation, in the reader's words. */
import { inBoth } from "../../i18n/in-both.ts";

export const detailWords = inBoth(
  {
    fields: { role: "角色", areas: "片区", unit: "单位", active: "启用", display: "姓名", phone: "电话" },
    values: { true: "是", false: "否" },
    colon: "：",
    semicolon: "；",
    before: (address: string) => `之前在 ${address}`,
    moved: (address: string) => `在 ${address} 登录的，被另一个浏览器用了`,
    code: "用开户码",
    oidc: "用统一登录",
    waits: "试得太多，这个用户名要等一会儿",
    allowed: (rights: string) => `可以：${rights}`,
    extents: { full: "全部", nodes: "改过的节点", flows: "改过的流程", reload: "重新载入" },
    deploys: {
      部署流程: "部署流程",
      新建一条流程: "新建一条流程",
      改一条流程: "改一条流程",
      删一条流程: "删一条流程",
      安装流程节点: "安装流程节点",
    },
  },
  {
    fields: { role: "role", areas: "areas", unit: "unit", active: "active", display: "name", phone: "phone" },
    values: { true: "yes", false: "no" },
    colon: ": ",
    semicolon: "; ",
    before: (address: string) => `before at ${address}`,
    moved: (address: string) => `opened at ${address}, used by another browser`,
    code: "by a code",
    oidc: "by single sign-on",
    waits: "too many tries: the name has to wait",
    allowed: (rights: string) => `may: ${rights}`,
    extents: { full: "all", nodes: "changed nodes", flows: "changed flows", reload: "loaded again" },
    deploys: {
      部署流程: "flows deployed",
      新建一条流程: "a flow added",
      改一条流程: "a flow changed",
      删一条流程: "a flow removed",
      安装流程节点: "nodes installed",
    },
  },
);
