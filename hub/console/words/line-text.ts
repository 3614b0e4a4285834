/** Why a line is down or a call failed, as people here say it; what the other side said of it stays as it came. Pure. */

type Sentence = [pattern: RegExp, chinese: string];

/** What the hub says of its lines and ports; a test holds it to what `hub/platforms/lines/` and `calls/` say. */
const sentences: readonly Sentence[] = [
  [/^not opened yet$/, "还没连上"],
  [
    /no authority that is trusted here signed the server's certificate: enter its own one as `ca`/,
    "服务器的证书不是公认的 CA 签的，把它自己的 CA 证书填到“设置”里",
  ],
  [
    /the server's certificate has expired: it has to be renewed there, or the clock here is wrong/,
    "服务器的证书过期了，请对方换；本机时钟不对也会这样",
  ],
  [
    /the server's certificate is not valid yet: one of the two clocks is wrong/,
    "服务器的证书还没生效，两边有一边时钟不对",
  ],
  [
    /the server's certificate is for another name: enter the host as it is written there/,
    "服务器的证书是给别的域名的，地址要照证书上的填",
  ],
  [
    /the port speaks no TLS: enter another port, or the address without encryption/,
    "这个端口不加密，换端口或者用不加密的地址",
  ],
  [
    /sends on to (\S+), and nothing was sent there: if that is right, enter its address$/,
    "要转到 $1，没有跟过去；地址没错就把它填到“设置”里",
  ],
  [
    /the broker does not accept the token: enter the one that is valid now/,
    "对方不认这个 Token，把现在有效的填到“设置”里",
  ],
  [
    /the token may not read this topic: compare tenant and topic, or have it allowed there/,
    "这个 Token 不能读这个主题，核对租户和主题，或者请对方放行",
  ],
  [/there is no such topic: compare tenant and topic/, "没有这个主题，核对租户和主题"],
  [/this can be no topic's name: compare tenant and topic/, "主题名不对，核对租户和主题"],
  [/there is no such subscription: enter another/, "没有这个订阅，换一个订阅名"],
  [
    /somebody holds the subscription for himself alone: enter another, or end him/,
    "这个订阅被别人独占了，换一个订阅名",
  ],
  [/the broker is not ready/, "对方还没准备好"],
  [/the broker has too much to do/, "对方太忙"],
  [/the broker refused it/, "对方拒绝了"],
  [/the broker ended the connection/, "对方断开了连接"],
  [/the broker has said nothing for (\d+) s/, "对方 $1 秒没有回音"],
  [/^no answer in (\d+) s$/, "$1 秒没有回音"],
  [/the broker closed the subscription; it is opened anew/, "对方收回了订阅，正在重新订"],
  [/there are (\d+) partitions now, not \d+/, "主题现在有 $1 个分区，正在重新连"],
  [/connect ECONNREFUSED \S+/, "连不上，对方端口没有开"],
  [/(?:listen|bind) EADDRINUSE\b.*? ([^\s;]+:\d+)/, "端口 $1 被别的程序占用，停掉它，或者换一个端口"],
  [/(?:listen|bind) EADDRNOTAVAIL\b.*? ([^\s;]+):\d+/, "本机没有 $1 这个地址，监听地址要填本机的"],
  [/(?:listen|bind) EACCES\b.*? ([^\s;]+:\d+)/, "没有权限用端口 $1，换一个 1024 以上的端口"],
  [/getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (\S+)/, "找不到地址 $1"],
];

export function lineText(language: string, why: string): string {
  const known = language === "en" ? undefined : sentences.find(([pattern]) => pattern.test(why));
  return known === undefined ? why : why.replace(new RegExp(known[0], "g"), known[1]);
}

/** A port of the hub's own could not be had. */
export function isOfPort(why: string): boolean {
  return /^(listen|bind) /.test(why);
}
