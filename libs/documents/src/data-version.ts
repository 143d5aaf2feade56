/**
 * Raised when documents themselves must be rewritten, which the version before could not read any more;
 * tables, columns and indexes follow the catalogue by themselves.
 */
export const DATA_VERSION = 1;

/** Why documents of a newer version are not opened. */
export const newerThanThis = (where: string): string =>
  `${where} was written by a newer Persona; start that one, or restore a back-up of before.`;
