/** The names of tickets are ULIDs [ulid/spec]; those of the hub's own rules are made of what they are about. */
const pattern = /^(?:[0-9A-HJKMNP-TV-Z]{26}|hub-[0-9a-f]{40})$/;

export const isTicketId = (text: string) => pattern.test(text);
