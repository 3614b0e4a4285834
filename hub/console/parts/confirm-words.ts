/** What is said where a person shows once more that it is them. */
import { inBoth } from "../i18n/in-both.ts";

export const confirmWords = inBoth(
  {
    title: "确认是您本人",
    text: "您换了网络。再输一次密码，刚才的操作接着办；这个网络以后不再问。",
    byOidc: "您换了网络，本系统没有您的密码。请用单位账号重新登录，再办刚才的事。",
    password: "密码",
    passwordMissing: "请输密码",
    code: "动态码",
    codeHint: "手机验证器上的六位数字，或一个备用码",
    codeMissing: "请输动态码",
    submit: "确认，接着办",
    oidc: "用单位账号登录",
    cancel: "先不办",
  },
  {
    title: "Confirm that it is you",
    text: "You are on another network now. Enter your password once more and what you just did goes on; this network is not asked again.",
    byOidc:
      "You are on another network now, and there is no password of yours here. Sign in with your organisation's account, then do it again.",
    password: "Password",
    passwordMissing: "Enter the password",
    code: "One-time code",
    codeHint: "Six digits of the authenticator, or a recovery code",
    codeMissing: "Enter the code",
    submit: "Confirm and go on",
    oidc: "Sign in with the organisation's account",
    cancel: "Not now",
  },
);
