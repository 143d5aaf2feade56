import type { Config } from '@persona/config';

/**
 * Where pages of this gateway load files from beside itself, as a policy names it (with a space before it):
 * the bucket to which addresses of files lead, or nothing.
 */
export const filesOrigin = ({ S3_PUBLIC_ENDPOINT }: Pick<Config, 'S3_PUBLIC_ENDPOINT'>): string =>
  S3_PUBLIC_ENDPOINT === undefined ? '' : ` ${new URL(S3_PUBLIC_ENDPOINT).origin}`;
