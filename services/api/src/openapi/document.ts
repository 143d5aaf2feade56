/** The parts of an OpenAPI document that are read and changed here. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Media {
  schema?: Json;
  example?: Json;
}
interface Response {
  description: string;
  content?: Record<string, Media>;
  headers?: JsonObject;
}
export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Json;
  description?: string;
}
export interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Json[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, Response>;
}
export interface Document {
  openapi: string;
  info: JsonObject;
  servers?: { url: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: JsonObject;
    headers?: JsonObject;
    parameters?: JsonObject;
    securitySchemes?: JsonObject;
  };
  security?: Json[];
  tags?: { name: string; description?: string }[];
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isSchemaOfObject = (value: Json | undefined): value is JsonObject & { properties: JsonObject } =>
  isObject(value) && value['type'] === 'object' && isObject(value['properties']);
