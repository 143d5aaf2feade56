/** An error that the person at the terminal can correct; the message is for them. */
export class UserError extends Error {}
