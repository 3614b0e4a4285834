/** The names of tickets are ULIDs [ulid/spec]. */
const pattern = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export const isTicketId = (text: string) => pattern.test(text);
