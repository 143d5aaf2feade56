// npm run pack:client -- <folder>: writes persona-client-<version>.tgz, which `npm install <file>` and `npm
// publish <file>` take. In the repository the client is TypeScript whose types come from libs/contracts; in
// the package it is JavaScript, with the declarations of both.
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

/** Packs into a folder, which is made; returns the file. */
export function packClient(into: string): string {
  const staging = mkdtempSync(path.join(tmpdir(), 'persona-client-'));
  try {
    compile(staging);
    writeManifest(staging);
    for (const name of ['README.md', 'LICENSE'])
      copyFileSync(
        path.join(root, name === 'LICENSE' ? name : `libs/client/${name}`),
        path.join(staging, name),
      );
    mkdirSync(into, { recursive: true });
    const name = execFileSync('npm', ['pack', '--silent', '--pack-destination', path.resolve(into)], {
      cwd: staging,
      encoding: 'utf8',
    });
    return path.join(into, name.trim());
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function compile(staging: string): void {
  const dist = path.join(staging, 'dist');
  const config = path.join(staging, 'tsconfig.json');
  const options = {
    noEmit: false,
    declaration: true,
    allowImportingTsExtensions: false,
    rewriteRelativeImportExtensions: true,
    rootDir: path.join(root, 'libs'),
    outDir: dist,
    typeRoots: [path.join(root, 'node_modules/@types')],
  };
  const entries = ['client', 'contracts'].map((lib) => path.join(root, `libs/${lib}/src/index.ts`));
  writeFileSync(
    config,
    JSON.stringify({
      extends: path.join(root, 'tsconfig.json'),
      compilerOptions: options,
      files: entries,
      include: [],
    }),
  );
  execFileSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', config], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  rmSync(config);
  for (const file of globSync('**/*.{js,d.ts}', { cwd: dist })) {
    const full = path.join(dist, file);
    const text = readFileSync(full, 'utf8');
    const isDeclaration = file.endsWith('.d.ts');
    // Of the contracts and the routes only the types are in the package.
    if (
      !isDeclaration &&
      (file.startsWith('contracts') || file === path.join('client', 'src', 'routes.js'))
    ) {
      rmSync(full);
      continue;
    }
    const complete = text.replaceAll(`'@persona/contracts'`, `'../../contracts/src/index.js'`);
    if (complete.includes('@persona/') || (!isDeclaration && complete !== text))
      throw new Error(`${file} needs a package that is not published.`);
    writeFileSync(full, complete);
  }
}

function writeManifest(staging: string): void {
  const read = (lib: string) =>
    JSON.parse(readFileSync(path.join(root, 'libs', lib, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
  const { dependencies, ...client } = read('client');
  const { typebox } = read('contracts').dependencies;
  const { '@persona/contracts': ofTypes, ...needed } = dependencies;
  const entry = { types: './dist/client/src/index.d.ts', default: './dist/client/src/index.js' };
  writeFileSync(
    path.join(staging, 'package.json'),
    JSON.stringify(
      {
        ...client,
        exports: { '.': entry },
        files: ['dist'],
        engines: { node: '>=20' },
        dependencies: { ...needed, ...(ofTypes && { typebox }) },
      },
      null,
      2,
    ),
  );
}

if (import.meta.main) console.log(packClient(process.argv[2] ?? '.'));
