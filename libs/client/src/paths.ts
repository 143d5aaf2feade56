import type { ErrorReply } from '@persona/contracts';
import type { Static, TSchema } from 'typebox';
import type { routes } from './routes.ts';

type Routes = typeof routes;

/** The names in braces of an address. */
type NamesIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type Json<S> = S extends TSchema ? { content: { 'application/json': Static<S> } } : { content: object };

interface Operation<Path, Route> {
  parameters: ([NamesIn<Path>] extends [never]
    ? { path?: never }
    : { path: Record<NamesIn<Path>, string> }) & {
    query?: Route extends { query: infer Q extends TSchema } ? Static<Q> : Record<string, never>;
  };
  // Bodies that may be left out are optional in every route that has one; the gateway names what it lacks.
  requestBody?: Route extends { body: infer B } ? Json<B> : never;
  responses: {
    200: Route extends { reply: infer R } ? Json<R> : { content: object };
    default: Json<typeof ErrorReply>;
  };
}

/** The routes in the form of openapi-typescript, from which openapi-fetch takes its types. */
export type Paths = {
  [Path in keyof Routes]: {
    [Method in keyof Routes[Path]]: Operation<Path, Routes[Path][Method]>;
  };
};
