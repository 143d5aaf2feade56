/** What the person at the terminal can put right; the message is for them. */
export class UserError extends Error {}
