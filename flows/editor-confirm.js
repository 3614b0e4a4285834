/** In the editor's own page: what the hub refuses until its person has given the password again waits for it, is done then, and nothing that was drawn is lost. */
(() => {
  const { $, RED } = window;
  /** Where the console asks, in a tab of its own, and what it writes when it was answered. */
  const asking = "/automation?editor=confirm";
  const mark = "lilong.confirmed";
  const words = {
    "zh-CN": {
      text: "换了网络或电脑，要再输一次密码才能接着办。画好的流程还在。",
      give: "输入密码",
      cancel: "先不办",
    },
    en: {
      text: "This is another network or computer: give the password once more to go on. What you drew is still here.",
      give: "Give the password",
      cancel: "Not now",
    },
  };
  const plain = $.ajax;
  let asked = null;

  const isRefused = ({ status, responseJSON, responseText }) =>
    status === 403 && (responseJSON?.code === "CONFIRM_REQUIRED" || /"CONFIRM_REQUIRED"/.test(responseText ?? ""));

  /** Settles when they have said yes or no; however many requests wait, they are asked once. */
  function confirmed() {
    asked ??= ask().always(() => {
      asked = null;
    });
    return asked;
  }

  function ask() {
    const answer = $.Deferred();
    const { text, give, cancel } = words[RED.i18n?.lang?.()?.startsWith("en") ? "en" : "zh-CN"];
    const note = RED.notify(text, {
      ...{ type: "warning", fixed: true, modal: true },
      buttons: [
        { text: cancel, click: () => answer.reject() },
        { text: give, class: "primary", click: () => void window.open(asking, "_blank") },
      ],
    });
    const hear = ({ key }) => key === mark && answer.resolve();
    addEventListener("storage", hear);
    return answer.always(() => {
      removeEventListener("storage", hear);
      note.close();
    });
  }

  /** As jQuery's own; the handlers of the options are called once, with the answer that counts. */
  $.ajax = function ajax(address, given) {
    const { success, error, complete, ...options } = typeof address === "string" ? { ...given, url: address } : address;
    const told = $.Deferred();
    let running = null;
    const go = () => {
      running = plain.call($, options);
      running.done(told.resolve).fail((request, ...rest) => {
        if (!isRefused(request)) told.reject(request, ...rest);
        else
          confirmed()
            .done(go)
            .fail(() => told.reject(request, ...rest));
      });
    };
    go();
    told.done(success).fail(error).always(complete);
    return Object.assign(told.promise(), { abort: () => running.abort() });
  };
})();
