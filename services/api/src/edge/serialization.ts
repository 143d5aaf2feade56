import build from 'fast-json-stringify';
import plugin from 'fastify-plugin';

type Serializer = (value: unknown) => string;

/** Making one takes milliseconds, and the same schema is of several routes, or of several gateways of a test. */
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
