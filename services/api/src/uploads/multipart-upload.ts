import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { AppError } from '@persona/contracts';
import type { TObject, TSchema } from 'typebox';
import { createBase64Decoder } from './base64-decoder.ts';
import { createFormCaptions } from './form-captions.ts';
import type { ReceiveFile } from './json-upload.ts';

export interface MultipartUploadOptions {
  /** Wrapper and field of the file, as in the JSON body. */
  file: readonly [wrapper: string, field: string];
  /** The wrapper object's schema: which names are its fields, and which of them are numbers. */
  schema: TObject;
  maxFieldBytes: number;
}

/**
 * Reads multipart/form-data into the body that the JSON form would have. A field of the wrapper is named
 * `language`, `voice_data[language]` or `voice_data.language`; any other belongs to the body. The file part
 * is raw bytes when it has a file name, else base64 as in JSON. Captions may be parts of their own, where the
 * wrapper has any.
 */
export async function readMultipartUpload(
  source: Readable,
  headers: IncomingHttpHeaders,
  { file: place, schema, maxFieldBytes }: MultipartUploadOptions,
  receive: ReceiveFile,
): Promise<unknown> {
  const [wrapper, fileField] = place;
  const param = place.join('.');
  const inner = new Map<string, unknown>();
  const outer = new Map<string, unknown>();
  let file: { stream: Readable; stored: Promise<void> } | undefined;
  const captions = 'captions' in schema.properties ? createFormCaptions(wrapper, maxFieldBytes) : undefined;
  const captionFiles: Promise<void>[] = [];

  const nameIn = (name: string): string | null => {
    const match = /^([^.[\]]+)(?:\.([^.[\]]+)|\[([^.[\]]+)\])$/.exec(name);
    if (match) return match[1] === wrapper ? (match[2] ?? match[3] ?? null) : null;
    return name in schema.properties ? name : null;
  };
  const parser = openParser(headers, {
    isPartAFile: (name, _type, fileName) => fileName !== undefined || nameIn(name ?? '') === fileField,
    limits: { fieldNameSize: 200, fieldSize: maxFieldBytes, fields: 100, parts: 110, headerPairs: 50 },
  });

  const { promise: read, resolve, reject } = Promise.withResolvers<void>();
  let failed = false;
  const fail = (error: unknown): void => {
    if (failed) return;
    failed = true;
    source.unpipe(parser);
    const reason = error instanceof Error ? error : malformed();
    file?.stream.destroy(reason);
    reject(reason);
  };
  parser.on('field', (name, value, _nameTruncated, valueTruncated) => {
    if (valueTruncated) {
      const message = `${name} may have ${maxFieldBytes} bytes at most`;
      fail(new AppError('payload_too_large', message, { param: name }));
      return;
    }
    const caption = captions?.placeOf(name);
    if (caption) return captions?.takeText(caption, value);
    const list = name.endsWith('[]') ? nameIn(name.slice(0, -2)) : null;
    const field = nameIn(name);
    // As clients write the members of a list.
    if (list !== null) inner.set(list, [...((inner.get(list) as unknown[] | undefined) ?? []), value]);
    else if (field !== null) inner.set(field, typed(value, schema.properties[field]));
    else outer.set(name, value);
  });
  parser.on('file', (name, stream, fileName) => {
    // The parser reports a body that ends early on the file's stream, whether or not anybody still reads it;
    // an error without a listener would end the process.
    stream.on('error', () => fail(malformed()));
    const caption = failed ? undefined : captions?.placeOf(name);
    if (caption && captions) {
      const taken = captions.takeFile(caption, stream, fileName ?? '');
      captionFiles.push(taken);
      taken.catch(fail);
      return;
    }
    if (failed || nameIn(name) !== fileField) {
      if (!failed) outer.set(name, '');
      stream.resume();
      return;
    }
    if (file) {
      fail(new AppError('validation_error', `${param} is there twice`, { param }));
      return;
    }
    const bytes: AsyncIterable<Uint8Array> = fileName === undefined ? decoded(stream, param) : stream;
    const stored = receive(bytes).then((standIn) => void inner.set(fileField, standIn));
    file = { stream, stored };
    stored.catch(fail);
  });
  parser.on('filesLimit', () => fail(tooManyParts()));
  parser.on('fieldsLimit', () => fail(tooManyParts()));
  parser.on('partsLimit', () => fail(tooManyParts()));
  parser.on('error', () => fail(malformed()));
  parser.on('finish', resolve);
  source.on('error', fail);
  source.on('aborted', () => fail(malformed()));
  source.pipe(parser);
  try {
    await read;
    await file?.stored;
    await Promise.all(captionFiles);
  } catch (error) {
    // Whoever removes the file waits until it is whole or gone; what ended it comes before what followed.
    await file?.stored.catch((own: unknown) => {
      if (own instanceof AppError) throw own;
    });
    throw error;
  }

  const tracks = captions?.list() ?? [];
  if (tracks.length > 0) inner.set('captions', tracks);
  const given = outer.get(wrapper);
  if (typeof given === 'string') {
    // The wrapper's fields may also come together, as JSON in a field of the wrapper's name.
    for (const [name, value] of Object.entries(parseObject(given, wrapper))) {
      if (!inner.has(name)) inner.set(name, value);
    }
  }
  outer.delete(wrapper);
  return { ...Object.fromEntries(outer), [wrapper]: Object.fromEntries(inner) };
}

function openParser(
  headers: IncomingHttpHeaders,
  options: Omit<ConstructorParameters<typeof Busboy>[0], 'headers'>,
): InstanceType<typeof Busboy> {
  try {
    return new Busboy({ ...options, headers: { ...headers, 'content-type': headers['content-type'] ?? '' } });
  } catch (cause) {
    throw new AppError('validation_error', 'The multipart body names no boundary in its Content-Type', {
      cause,
    });
  }
}

async function* decoded(text: Readable, param: string): AsyncGenerator<Uint8Array> {
  const decoder = createBase64Decoder(param);
  for await (const chunk of text) yield decoder.push(chunk as Buffer);
  yield decoder.end();
}

/** Form values are text; a value becomes a number where the schema wants one and the text is one. */
function typed(value: string, schema: TSchema | undefined): unknown {
  const type: unknown = schema && 'type' in schema ? schema.type : undefined;
  const isNumber = (type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value.trim());
  if (isNumber) return Number(value);
  return type === 'array' && value.trim().startsWith('[') ? parseList(value) : value;
}

/** A list comes as JSON; what is none is left to validation. */
function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function parseObject(text: string, param: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('malformed_json', `${param} is not valid JSON`, { param, cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('validation_error', `${param} must be an object`, { param });
  }
  return value as Record<string, unknown>;
}

const malformed = (): AppError => new AppError('validation_error', 'The multipart body is not complete');
const tooManyParts = (): AppError =>
  new AppError('validation_error', 'The multipart body has too many parts');
