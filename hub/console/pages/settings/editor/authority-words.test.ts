/** What the hub says of an authority that is no use is said in Chinese too. */
import { expect, test } from "vitest";
import { ownAuthority } from "../../../../../test/kit/certificates.ts";
import { checkAuthority, type Link } from "../../../../platforms/kit/authority.ts";
import { inChinese, problemsOf } from "./problem.ts";

test("whatever is wrong with an authority is said in Chinese", async () => {
  const [now, day] = [Date.parse("2026-11-28"), 86_400_000];
  const own = await ownAuthority("Street");
  const old = await ownAuthority("Old", { notAfter: new Date(now - day) });
  const later = await ownAuthority("Later", { notBefore: new Date(now + day) });
  const { cert, key } = await own.texts("127.0.0.1");
  const said = (ca: string, link: Link = "tls") => {
    try {
      checkAuthority(ca, link, now);
    } catch (error) {
      return problemsOf(error as { detail: string }).map(({ path, why }) => `${path} ${inChinese(why)}`);
    }
  };
  expect(said(key)).toEqual(["/settings/ca 贴成了私钥。私钥只能留在服务器上，这里只贴 CA 证书"]);
  expect(said("x")).toEqual(["/settings/ca 不是 PEM 证书，把证书文件从 -----BEGIN CERTIFICATE----- 起整个贴进来"]);
  expect(said(cert)).toEqual(["/settings/ca 不是 CA 证书，是“Street”签出来的，要贴“Street”的证书"]);
  expect(said(old.ca)).toEqual(["/settings/ca 2026-11-27 已过期，向服务器管理员要现在有效的"]);
  expect(said(later.ca)).toEqual(["/settings/ca 2026-11-29 才生效，换现在有效的；本机时钟不对也会这样"]);
  expect(said(own.ca, "plain")).toEqual(["/settings/ca 地址不加密，用不上证书：清空，或者改用加密的地址"]);
  expect(said(own.ca, null)).toEqual(["/settings/ca 服务器地址没填，用不上证书：清空，或者先填地址"]);
});
