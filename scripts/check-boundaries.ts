// Checks who may import whom, and that routes change no state. Run by npm test; exits with 1 and names each
// violation. It parses every module, type imports included, and compares the modules it saw with those that
// git knows, because a check that saw no module would pass for ever.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Visitor, parseSync, type Node } from 'oxc-parser';

/**
 * The workspace packages that each library may import; every other part of the repository is listed in
 * `mayImport`.
 */
const LAYERS: Record<string, readonly string[]> = {
  contracts: [],
  config: [],
  runtime: ['contracts', 'config'],
  documents: ['contracts'],
  languages: [],
  text: ['languages'],
  search: ['contracts', 'text'],
  blobs: ['contracts'],
  media: ['contracts'],
  models: ['contracts'],
  answers: ['contracts', 'models', 'languages', 'text'],
  client: ['contracts'],
  queues: ['contracts', 'runtime'],
  domain: ['contracts', 'text', 'documents', 'search', 'blobs', 'queues'],
  doctor: ['contracts', 'config', 'runtime', 'documents', 'search', 'blobs', 'models', 'queues', 'domain'],
};

/** Packages that stay behind one port: the only places, by path prefix, that may import them. */
const VENDORS: Record<string, readonly string[]> = {
  'fluent-ffmpeg': ['libs/media/src/'],
  bullmq: ['libs/queues/', 'bench/peers/'],
  openai: ['libs/models/', 'libs/testing/', 'tests/'],
  mongoose: ['libs/documents/'],
  mongodb: ['libs/documents/'],
  '@qdrant/js-client-rest': ['libs/search/'],
  '@aws-sdk/client-s3': ['libs/blobs/'],
  '@aws-sdk/lib-storage': ['libs/blobs/'],
  '@aws-sdk/s3-request-presigner': ['libs/blobs/'],
  // The launcher's lock is that of a SQLite file, and the bench compares with the raw engine.
  'node:sqlite': [
    'libs/documents/',
    'libs/search/',
    'scripts/launch/lock.ts',
    'libs/testing/src/age-indexes.ts',
    'tests/why-it-waits.test.ts',
    'bench/',
  ],
};

/** Packages with more entries than one: each for those who need what loads with it. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  '@persona/client': ['routes'],
  '@persona/contracts': ['storage-fault', 'units'],
  '@persona/doctor': ['examine', 'room'],
  '@persona/queues': ['producer', 'workers'],
  '@persona/runtime': ['release-memory'],
};

/** It is archived upstream, so only one file may depend on it. */
const ONE_FILE_ONLY = 'fluent-ffmpeg';

/** What starts the programs that are no modules of anybody: mains of services, and threads. */
const STARTER = 'scripts/launch/programs.ts';
const PROGRAMS = /^services\/[^/]+\/src\/main\.ts$|^libs\/.+-thread\.ts$/;

/**
 * Routes parse, authorise, call the domain and render. Changes of state belong to the domain, where readers
 * look for them.
 */
const ROUTES = /^services\/[^/]+\/src\/routes\/(?!.*\.test\.ts$)/;
/**
 * Methods that change a collection, a queue or a blob store. Routes must not name them on any object, because
 * an alias would hide the receiver.
 */
const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'updateMany', 'applyMany', 'remove']);
const MODULES = '{libs,services,scripts,bench,tests}/**/*.{ts,tsx,mts,js,mjs}';
/** What `npm start` and `npm run persona` run, which install no development packages. */
const OF_USERS = /^(libs\/(?!testing\/)|services\/|scripts\/(launch|persona|sample|setup|run|build-pages)\b)/;
/** What Vite writes. */
const BUILT = /^services\/[^/]+\/dist\//;

export interface Import {
  from: string;
  specifier: string;
}

/** Returns every module of the repository, by path relative to `root`. */
export function listModules(root: string): string[] {
  const paths = globSync(MODULES, { cwd: root, exclude: (name) => path.basename(name) === 'node_modules' });
  return [...paths, ...globSync('*.{ts,mts,js,mjs}', { cwd: root })]
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => !BUILT.test(file))
    .toSorted();
}

/**
 * Returns what a module imports, types and `import('…')` in type positions included. An import whose target
 * is not a literal is listed as ''.
 */
export function importsOf(from: string, source: string): Import[] {
  const { program, errors } = parseSync(from, source);
  if (errors[0]) throw new Error(`${from} cannot be parsed: ${errors[0].message}`);
  const imports: Import[] = [];
  const see = (node: object | null | undefined) => {
    const specifier = node && 'value' in node && typeof node.value === 'string' ? node.value : '';
    imports.push({ from, specifier });
  };
  new Visitor({
    ImportDeclaration: (node) => see(node.source),
    ExportAllDeclaration: (node) => see(node.source),
    ExportNamedDeclaration: (node) => node.source && see(node.source),
    ImportExpression: (node) => see(node.source),
    TSImportType: (node) => see(node.source),
    TSExternalModuleReference: (node) => see(node.expression),
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type === 'Identifier' && callee.name === 'require') see(first);
    },
  }).visit(program);
  return imports;
}

/** Returns the writes that a module names as a member, called or passed on, or destructures. */
export function writesOf(from: string, source: string): string[] {
  const { program, errors } = parseSync(from, source);
  if (errors[0]) throw new Error(`${from} cannot be parsed: ${errors[0].message}`);
  const writes: string[] = [];
  const see = (key: Node, computed: boolean, node: Node) => {
    const name = key.type === 'Identifier' && !computed ? key.name : key.type === 'Literal' ? key.value : '';
    if (typeof name === 'string' && WRITES.has(name)) writes.push(source.slice(node.start, node.end));
  };
  new Visitor({
    MemberExpression: (node) => see(node.property, node.computed, node),
    ObjectPattern: ({ properties }) => {
      for (const one of properties) if (one.type === 'Property') see(one.key, one.computed, one);
    },
  }).visit(program);
  return writes;
}

/**
 * Returns the permissions of `layers` that no module of their library needs; libraries without a module are
 * left out.
 */
export function unusedPermissions(
  modules: readonly string[],
  imports: readonly Import[],
  layers: Readonly<Record<string, readonly string[]>> = LAYERS,
): string[] {
  const homes = new Set(modules.map(homeOf));
  const used = new Set(
    imports
      .filter(({ from }) => !isTest(from))
      .map(({ from, specifier }) => `${homeOf(from)} ${packageOf(specifier)}`),
  );
  return Object.entries(layers)
    .filter(([own]) => homes.has(`libs/${own}`))
    .flatMap(([own, names]) =>
      names
        .filter((name) => !used.has(`libs/${own} @persona/${name}`))
        .map((name) => `LAYERS: libs/${own} may import @persona/${name}, but no module does; drop it`),
    );
}

/**
 * Returns the imports of what users run that only development installs. `packages` are those of
 * package-lock.json, by path.
 */
export function developmentImports(
  imports: readonly Import[],
  packages: Readonly<Record<string, { dev?: boolean }>>,
): string[] {
  return imports
    .filter(({ from, specifier }) => OF_USERS.test(from) && !isTest(from) && !/^$|^\.|^node:/.test(specifier))
    .filter(({ from, specifier }) => {
      const paths = [`${homeOf(from)}/node_modules/`, 'node_modules/'].map(
        (way) => way + packageOf(specifier),
      );
      return packages[paths.find((one) => packages[one]) ?? '']?.dev === true;
    })
    .map(({ from, specifier }) => `${from}: "${specifier}": npm start does not install development packages`);
}

/** Returns what is wrong with an import in one sentence, or nothing. */
export function violation({ from, specifier }: Import): string | undefined {
  if (specifier === '')
    return isTest(from) ? undefined : 'the target of an import must be a literal, or nobody can check it';
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(from), specifier);
    if (homeOf(target) === homeOf(from) || (from.startsWith('tests/') && isTest(target))) return undefined;
    if (from === STARTER && PROGRAMS.test(target)) return undefined;
    return homeOf(target).includes('/') ? `reaches into ${homeOf(target)}; import it by its name` : undefined;
  }
  const name = packageOf(specifier);
  if (name.startsWith('@persona/')) {
    if (specifier !== name && !ENTRIES[name]?.some((entry) => specifier === `${name}/${entry}`))
      return `deep import; the entries of ${name} are ${[name, ...(ENTRIES[name] ?? [])].join(', ')}`;
    const reason = mayImport(from, name.slice('@persona/'.length));
    return reason && `${homeOf(from)} may not import ${name}: ${reason}`;
  }
  const homes = VENDORS[name];
  if (!homes || homes.some((home) => from.startsWith(home))) return undefined;
  return `${name} may be imported in ${homes.join(', ')} only`;
}

function mayImport(from: string, name: string): string | undefined {
  if (!(name in LAYERS) && name !== 'testing')
    return 'it is a service, or a library that LAYERS does not list yet';
  const [folder = '', own = ''] = from.split('/');
  if (name === 'testing')
    return isTest(from) || own === 'testing' || folder === 'bench' ? undefined : 'it is for tests';
  if (folder !== 'libs' || own === 'testing' || isTest(from)) return undefined;
  const allowed = LAYERS[own] ?? [];
  if (allowed.includes(name)) return undefined;
  return allowed.length > 0 ? `it builds on ${allowed.join(', ')} only` : 'it builds on nothing of ours';
}

/** Tests, the contract suites that they run, and their helpers in folders `testing/`. */
function isTest(file: string): boolean {
  return (
    /\.(test|contract)\.tsx?$|\/src\/(?:.*\/)?(?:testing|contract)\//.test(file) || file.startsWith('tests/')
  );
}

/** The package that a file belongs to, `libs/x` or `services/x`, or its top folder. */
function homeOf(file: string): string {
  const [folder = '', name = ''] = file.split('/');
  return folder === 'libs' || folder === 'services' ? `${folder}/${name}` : folder;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Checks the repository at `root`; returns how many modules were read and the violations, one line each. */
export function checkBoundaries(root: string): { modules: number; problems: string[] } {
  const modules = listModules(root);
  const problems: string[] = [];
  const imports: Import[] = [];
  for (const file of modules) {
    try {
      const source = readFileSync(path.join(root, file), 'utf8');
      imports.push(...importsOf(file, source));
      if (!ROUTES.test(file)) continue;
      for (const write of writesOf(file, source))
        problems.push(`${file}: \`${write}\`: a route changes no state; libs/domain does`);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  for (const one of imports) {
    const reason = violation(one);
    if (reason) problems.push(`${one.from}: "${one.specifier}": ${reason}`);
  }
  problems.push(...unusedPermissions(modules, imports), ...developmentImports(imports, lockedPackages(root)));
  const users = new Set(
    imports.filter(({ specifier }) => specifier === ONE_FILE_ONLY).map(({ from }) => from),
  );
  if (users.size > 1)
    problems.push(`${ONE_FILE_ONLY} must be imported by one file, not by ${[...users].join(' and ')}`);
  const seen = new Set(modules);
  for (const file of modulesInGit(root)) {
    if (!seen.has(file)) problems.push(`${file}: in git, but not seen by this check`);
  }
  return { modules: modules.length, problems };
}

function lockedPackages(root: string): Record<string, { dev?: boolean }> {
  const file = path.join(root, 'package-lock.json');
  if (!existsSync(file)) return {};
  return (JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, { dev?: boolean }> }).packages;
}

/**
 * The modules git knows or would take in, found without the patterns above; empty where there is no git. New
 * files count before they are added, so that the check finds the same in the same files, whatever the index
 * holds.
 */
function modulesInGit(root: string): string[] {
  try {
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const deleted = execFileSync('git', ['ls-files', '-z', '--deleted'], {
      cwd: root,
      encoding: 'utf8',
    }).split('\0');
    return files.split('\0').filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !deleted.includes(file));
  } catch {
    return [];
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { modules, problems } = checkBoundaries(path.dirname(import.meta.dirname));
  for (const problem of problems) console.error(problem);
  console.log(
    `boundaries: ${modules} modules, ${problems.length} problem${problems.length === 1 ? '' : 's'}`,
  );
  if (modules === 0 || problems.length > 0) process.exitCode = 1;
}
