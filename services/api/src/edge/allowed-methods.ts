export interface RouteAddress {
  method: string;
  /** With its parameters, as in `/api/jobs/:id`. */
  url: string;
}

/** The methods that are routes at the address of a request, sorted; none when no route is there. */
export function allowedMethods(routes: readonly RouteAddress[], path: string): string[] {
  const methods = routes.filter(({ url }) => patternOf(url).test(path)).map(({ method }) => method);
  return [...new Set(methods)].toSorted();
}

const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replace(/\/$/, '')
      .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll(/:[^/]+/g, '[^/]+')
      .replaceAll('*', '.*')}/?$`,
  );
