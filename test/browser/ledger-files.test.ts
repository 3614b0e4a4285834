/** A signed agreement is kept with its ledger entry: brought on the page, found there again, voided with a reason. */
import { expect, it } from "vitest";
import { openBrowser } from "./chromium.ts";
import { picture } from "./console-rig.ts";
import { enter, openConsole } from "./quiet-console.ts";

it("brings a file to an entry, refuses what only looks like one, and voids it with a reason", {
  timeout: 90_000,
}, async () => {
  const { hub, page: open, problems } = await openConsole(await openBrowser());
  const added = await hub.app.inject({
    ...{ method: "POST", url: "/api/ledgers/links", cookies: { lilong: await enter(hub, "qian") } },
    payload: { fields: { name: "街道到区里专线", ends: "2027-03-01" } },
  });
  expect(added.statusCode).toBe(200);
  const page = await open("qian", "/ledger/book/links");
  await page.getByRole("button", { name: "街道到区里专线" }).click();
  const files = page.getByRole("region", { name: "文件" });
  await files.getByText("还没有文件。").waitFor();
  const pick = files.locator("input[type=file]");
  const agreement = { name: "保密协议.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 signed") };
  await pick.setInputFiles(agreement);
  await files.getByRole("link", { name: "保密协议.pdf" }).waitFor();
  await pick.setInputFiles({ ...agreement, name: "图.pdf", buffer: Buffer.from("<svg onload=alert(1)>") });
  await files.getByRole("alert").waitFor();
  await picture(page, "ledger-files");
  await files.getByRole("button", { name: "作废文件 保密协议.pdf" }).click();
  await files.getByRole("button", { name: "作废这个文件" }).click();
  await files.getByText("请写原因。").waitFor();
  await files.getByLabel("作废原因").fill("扫错了一页");
  await files.getByRole("button", { name: "作废这个文件" }).click();
  await files.getByText("扫错了一页").waitFor();
  await picture(page, "ledger-files-void");
  expect(problems).toEqual([]);
});
