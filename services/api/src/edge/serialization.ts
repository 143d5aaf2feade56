import build from 'fast-json-stringify';
import plugin from 'fastify-plugin';

type Serializer = (value: unknown) => string;

/** Making one takes milliseconds, and several routes, or gateways of a test, have the same schema. */
const serializers = new WeakMap<object, Serializer>();

/** Writes replies by the TypeBox schemas of the routes: what a schema does not list is not sent. */
export const serialization = plugin(
  async (app) => {
    app.setSerializerCompiler<object>(({ schema }) => {
      const serializer = serializers.get(schema) ?? build(schema);
      serializers.set(schema, serializer);
      return serializer;
    });
  },
  { name: 'serialization' },
);
