/**
 * Why Persona cannot start or go on, in one sentence for the person at the terminal. Shown without a stack.
 */
export class LaunchError extends Error {}
