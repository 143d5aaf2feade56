import { Readable } from 'node:stream';
import { AppError } from '@persona/contracts';
import * as fc from 'fast-check';
import { Type, type TObject } from 'typebox';
import { describe, expect, test } from 'vitest';
import { createBase64Decoder } from './base64-decoder.ts';
import { readJsonUpload } from './json-upload.ts';
import { readMultipartUpload } from './multipart-upload.ts';

/** The text cut at the given places, as a network might. */
function chunks(text: string | Buffer, cuts: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

function decode(parts: readonly Buffer[]): Buffer {
  const decoder = createBase64Decoder('file');
  return Buffer.concat([...parts.map((part) => decoder.push(part)), decoder.end()]);
}

async function read(parts: readonly Buffer[], maxFieldBytes = 10_000): Promise<[unknown, Buffer | null]> {
  let file: Buffer | null = null;
  const body = await readJsonUpload(
    Readable.from(parts).iterator() as NodeJS.AsyncIterator<Buffer>,
    { file: ['voice_data', 'sample_audio'], parse: (text) => JSON.parse(text) as unknown, maxFieldBytes },
    async (bytes) => {
      file = await collect(bytes);
      return 'stand-in';
    },
  );
  return [body, file];
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of bytes) all.push(chunk);
  return Buffer.concat(all);
}

const code = (error: unknown): string => (error instanceof AppError ? error.code : String(error));
const failing = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'no error', code);
const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('base64', () => {
  test('any bytes, in any of the written forms, cut anywhere, come out as they went in', () => {
    const form = fc.constantFrom('base64', 'base64url', 'unpadded', 'wrapped', 'data');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), form, cuts, (array, kind, at) => {
        const bytes = Buffer.from(array);
        let text = bytes.toString(kind === 'base64url' ? 'base64url' : 'base64');
        if (kind === 'unpadded') text = text.replace(/=+$/, '');
        if (kind === 'wrapped') text = text.replace(/.{1,20}/g, '$&\r\n');
        if (kind === 'data') text = `data:audio/wav;codecs=1;base64,${text}`;
        expect(decode(chunks(text, at))).toEqual(bytes);
      }),
    );
  });

  test('one character outside the alphabet is refused, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 90 }), fc.nat(), cuts, (array, place, at) => {
        const text = Buffer.from(array).toString('base64');
        const wrong = text.split('');
        wrong[place % text.length] = '*';
        expect(() => decode(chunks(wrong.join(''), at))).toThrow(AppError);
      }),
    );
  });

  test.each([
    'a',
    'abcde',
    'ab=c',
    'QQ==QQ==',
    'data:audio/wav,abcd',
    'data:;base64',
    'data:audio/wav;base64',
    'ÿÿÿÿ',
    'QQ===',
  ])('%s is not base64', (text) => {
    expect(() => decode([Buffer.from(text)])).toThrow(AppError);
  });

  test('the placeholder of the documentation is base64url', () => {
    expect(decode([Buffer.from('base64_encoded_audio')])).toHaveLength(15);
  });
});

describe('a file in a JSON body', () => {
  const json = fc.json({ maxDepth: 4 });

  test('file and fields come out whole, whatever the escapes, the neighbours and the cuts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        json,
        json,
        fc.constantFrom('plain', 'slashes', 'unicode', 'lines'),
        cuts,
        async (array, before, after, escapes, at) => {
          const bytes = Buffer.from(array);
          let text = bytes.toString('base64');
          if (escapes === 'slashes') text = text.replaceAll('/', '\\/');
          if (escapes === 'lines') text = text.replace(/.{1,8}/g, '$&\\r\\n');
          if (escapes === 'unicode') {
            text = text.replace(/[+A-D]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
          }
          const body = `{"a":${before}, "voice_data" : {"x":${after},"sample_audio": "${text}","y":${before}},"b":${after}}`;
          const wanted = JSON.parse(
            body.replace(/"sample_audio": "[^"]*"/, '"sample_audio":"stand-in"'),
          ) as unknown;
          expect(await read(chunks(body, at))).toEqual([wanted, bytes]);
        },
      ),
    );
  });

  test('the field is known by its path alone, also when its name is written with escapes', async () => {
    const elsewhere =
      '{"sample_audio":"QUJD","voice_data":{"deep":{"sample_audio":"QUJD"},"list":["sample_audio","QUJD"]}}';
    expect(await read([Buffer.from(elsewhere)])).toEqual([JSON.parse(elsewhere), null]);
    const escaped = '{"voice_data":{"\\u0073ample_audio":"QUJD"}}';
    expect((await read([Buffer.from(escaped)]))[1]?.toString()).toBe('ABC');
    const number = '{"voice_data":{"sample_audio":12}}';
    expect(await read([Buffer.from(number)])).toEqual([JSON.parse(number), null]);
  });

  test('what is wrong is refused with its code', async () => {
    const body = (file: string): Buffer[] => [Buffer.from(`{"voice_data":{"sample_audio":"${file}"}}`)];
    expect(await failing(read(body('not base64!')))).toBe('invalid_base64');
    expect(await failing(read(body('QU\\"JD')))).toBe('invalid_base64');
    expect(await failing(read(body('QU\\qJD')))).toBe('invalid_base64');
    expect(
      await failing(read([Buffer.from('{"voice_data":{"sample_audio":"QU\\'), Buffer.from('"}}')])),
    ).toBe('invalid_base64');
    expect(await failing(read([Buffer.from('{"voice_data":{"sample_audio":"QUJD')]))).toBe('malformed_json');
    const twice = '{"voice_data":{"sample_audio":"QUJD","sample_audio":"QUJD"}}';
    expect(await failing(read([Buffer.from(twice)]))).toBe('validation_error');
    expect(await failing(read([Buffer.from(`{"a":"${'x'.repeat(2000)}"}`)], 1000))).toBe('payload_too_large');
    expect(await failing(read([Buffer.from('['.repeat(5000))]))).toBe('validation_error');
  });
});

describe('a file in multipart/form-data', () => {
  const schema = Type.Object({ file: Type.String(), title: Type.String(), duration: Type.Integer() });

  async function readForm(form: FormData, of: TObject = schema): Promise<[unknown, Buffer | null]> {
    const response = new Response(form);
    let file: Buffer | null = null;
    const body = await readMultipartUpload(
      Readable.from([Buffer.from(await response.arrayBuffer())]),
      { 'content-type': response.headers.get('content-type')! },
      { file: ['video_data', 'file'], schema: of, maxFieldBytes: 1000 },
      async (bytes) => {
        file = await collect(bytes);
        return 'stand-in';
      },
    );
    return [body, file];
  }

  function form(fields: Record<string, string | Blob>): FormData {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    return data;
  }

  test('gives the body that JSON would, by any of the three ways to name a field', async () => {
    const wanted = { instance_id: 'ins_1', video_data: { file: 'stand-in', title: 'A', duration: 12 } };
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 251));
    const blob = new Blob([bytes]);
    for (const name of ['file', 'video_data[file]', 'video_data.file']) {
      const data = form({ instance_id: 'ins_1', title: 'A', 'video_data[duration]': '12', [name]: blob });
      expect(await readForm(data)).toEqual([wanted, bytes]);
    }
    const together = form({ instance_id: 'ins_1', video_data: '{"title":"A","duration":12}', file: blob });
    expect(await readForm(together)).toEqual([wanted, bytes]);
  });

  test('a file part without a file name is base64, as in JSON', async () => {
    expect((await readForm(form({ file: 'QUJD' })))[1]?.toString()).toBe('ABC');
    expect(await failing(readForm(form({ file: 'no base64!' })))).toBe('invalid_base64');
  });

  test('captions come as parts of their own, by any of their names, beside the file', async () => {
    const spoken = Type.Object({ ...schema.properties, captions: Type.Optional(Type.Array(Type.Any())) });
    // Forms end their lines like that.
    const vtt = 'WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nHello.\r\n';
    const file = Buffer.from(vtt).toString('base64');
    const inForm = async (parts: readonly [name: string, value: string | File][]): Promise<unknown> => {
      const data = form({ file: new Blob(['abc']) });
      for (const [name, value] of parts) data.append(name, value);
      const [body] = await readForm(data, spoken);
      return (body as { video_data: { captions?: unknown } }).video_data.captions;
    };
    const named = (name: string): File => new File([vtt], name);
    expect(
      await inForm([
        ['captions', named('film.pt-BR.vtt')],
        ['video_data[captions]', named('film.vtt')],
        ['captions[]', vtt],
      ]),
    ).toEqual([{ file, language: 'pt-BR' }, { file }, { text: vtt }]);
    expect(
      await inForm([
        ['captions[1][language]', 'de'],
        ['captions[1][file]', named('a.en.srt')],
        ['video_data.captions[0].text', vtt],
        ['video_data[captions][0][language]', 'en'],
      ]),
    ).toEqual([
      { text: vtt, language: 'en' },
      { file, language: 'de' },
    ]);
    const tracks = [{ language: 'en', text: vtt }];
    expect(await inForm([['captions', JSON.stringify(tracks)]])).toEqual(tracks);
    expect(await inForm([['video_data', JSON.stringify({ captions: tracks })]])).toEqual(tracks);
    const cues = '[{"start":1,"end":2,"text":"Hello."}]';
    expect(await inForm([['captions', cues]])).toEqual([{ text: cues }]);
    expect(await inForm([])).toBeUndefined();
    const large = new File(['x'.repeat(600)], 'a.vtt');
    const both: [string, File][] = [
      ['captions', large],
      ['captions', large],
    ];
    expect(await failing(inForm(both))).toBe('payload_too_large');
  });

  test('what is wrong is refused with its code', async () => {
    const twice = form({ file: new Blob(['a']), 'video_data.file': new Blob(['b']) });
    expect(await failing(readForm(twice))).toBe('validation_error');
    expect(await failing(readForm(form({ title: 'x'.repeat(2000) })))).toBe('payload_too_large');
    expect(await failing(readForm(form({ video_data: '[]' })))).toBe('validation_error');
    const odd = form({ __proto__: 'x', 'constructor[prototype]': 'y' });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect((await readForm(odd))[1]).toBeNull();
  });

  test('a sender that goes away in the middle of the file ends the reading', async () => {
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc';
    const source = new Readable({ read() {} });
    source.push(head);
    let begun = (): void => {};
    const started = new Promise<void>((resolve) => (begun = resolve));
    const result = failing(
      readMultipartUpload(
        source,
        { 'content-type': 'multipart/form-data; boundary=b' },
        { file: ['video_data', 'file'], schema, maxFieldBytes: 1000 },
        async (bytes) => {
          begun();
          for await (const _ of bytes);
          return 'whole';
        },
      ),
    );
    await started;
    source.destroy(new AppError('validation_error', 'gone'));
    expect(await result).toBe('validation_error');
  });

  const part = fc.oneof(
    fc.record({
      name: fc.constantFrom('file', 'video_data.file', 'video_data[file]', 'other'),
      fileName: fc.constantFrom('a.mp4', ''),
      body: fc.string({ maxLength: 200 }),
    }),
    fc.record({
      name: fc.constantFrom('file', 'title', 'video_data', 'duration', 'x'),
      fileName: fc.constant(undefined),
      body: fc.oneof(fc.string({ maxLength: 60 }), fc.constant('y'.repeat(3000)), fc.constant('QUJD')),
    }),
  );
  const parts = fc.oneof(
    fc.array(part, { maxLength: 5 }),
    fc.array(part, { minLength: 105, maxLength: 115, size: 'max' }),
  );

  test('any parts in any order, whole or cut off anywhere, end in a body or in an error of the caller', async () => {
    const form = fc.record({
      parts,
      at: cuts,
      end: fc.constantFrom('closed', 'open', 'amid'),
      cut: fc.nat(),
    });
    const lost: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(form, async ({ parts: given, at, end, cut }) => {
        let text = given
          .map(({ name, fileName, body }) => {
            const file = fileName === undefined ? '' : `; filename="${fileName}"`;
            return `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${body}\r\n`;
          })
          .join('');
        if (end === 'closed') text += '--b--\r\n';
        if (end === 'amid') text = text.slice(0, cut % (text.length + 1));
        let open = 0;
        const result = await failing(
          readMultipartUpload(
            Readable.from(chunks(text, at)),
            { 'content-type': 'multipart/form-data; boundary=b' },
            { file: ['video_data', 'file'], schema, maxFieldBytes: 1000 },
            async (bytes) => {
              open++;
              try {
                // A disk takes its time, and the parser goes on meanwhile.
                for await (const _ of bytes) await new Promise(setImmediate);
                await new Promise(setImmediate);
              } finally {
                open--;
              }
              return 'stand-in';
            },
          ),
        );
        if (open > 0) lost.push(open);
        expect([
          'no error',
          'validation_error',
          'payload_too_large',
          'invalid_base64',
          'malformed_json',
        ]).toContain(result);
      }),
      { numRuns: 300 },
    );
    // Nothing is still being received when the body has been given up.
    expect(lost).toEqual([]);
  });
});
