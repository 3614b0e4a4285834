/** The class of a device in city management: a standard and its four digits; the same digits differ between standards. */
import Type from "typebox";

export const ClassCode = Type.String({
  pattern: "^(CJ/T 214|GB/T 30428\\.2):[0-9]{4}$",
  description: "standard and code: CJ/T 214:0103, GB/T 30428.2:0503",
});
