/** A file of a model: where its publisher has it, and the SHA-256 that it must have. */
export interface LocalModelFile {
  url: string;
  sha256: string;
}

export interface LocalModel {
  /** By the name under which it is kept. */
  files: Record<'model.onnx' | 'tokenizer.json', LocalModelFile>;
  /** Megabytes that are downloaded. */
  megabytes: number;
  /** What it is good for, in a few words for who chooses. */
  about: string;
}

const published = (repository: string, file: string): string =>
  `https://huggingface.co/${repository}/resolve/main/${file}`;

/** The embedding models that can be installed by name; others are taken from a folder. */
export const localModels: Readonly<Record<string, LocalModel>> = {
  'all-minilm-l6-v2': {
    megabytes: 24,
    about: 'English; the quickest',
    files: {
      'model.onnx': {
        url: published('Xenova/all-MiniLM-L6-v2', 'onnx/model_quantized.onnx'),
        sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
      },
      'tokenizer.json': {
        url: published('Xenova/all-MiniLM-L6-v2', 'tokenizer.json'),
        sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
      },
    },
  },
  'e5-small-v2': {
    megabytes: 35,
    about: 'English; made for questions and passages',
    files: {
      'model.onnx': {
        url: published('Xenova/e5-small-v2', 'onnx/model_quantized.onnx'),
        sha256: '7d9092cb25f2bd1c023b7e8d2aa459044a02030ac880e5a59fdaf27af69f1ded',
      },
      'tokenizer.json': {
        url: published('Xenova/e5-small-v2', 'tokenizer.json'),
        sha256: 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66',
      },
    },
  },
};

/** What a name begins with whose model runs in our own processes. */
export const LOCAL_PREFIX = 'local:';

/**
 * The program that runs the models: one package, installed beside them and nowhere else, because it is large
 * and only who names a local model needs it.
 */
export const LOCAL_RUNTIME = { name: 'onnxruntime-node', version: '1.30.0' } as const;
