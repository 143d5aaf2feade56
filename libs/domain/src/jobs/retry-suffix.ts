/**
 * Names other queue jobs than those of earlier attempts: BullMQ may have kept these as failed, and then
 * ignores a new one with the same id.
 */
export const retrySuffix = (): string => `r${Date.now().toString(36)}`;
