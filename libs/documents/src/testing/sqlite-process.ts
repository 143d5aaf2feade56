import { DatabaseSync } from 'node:sqlite';
import { aBody, aPage, newScope } from '../contract/documents.ts';
import { createSqliteDocumentStore } from '../sqlite/sqlite-document-store.ts';

/**
 * A process that the tests run and kill: `<task> <file>`. It prints a JSON line for each write that was
 * acknowledged, or the code of the error.
 */
const [task, file = ''] = process.argv.slice(2);
const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`);
const scope = newScope();

/** Stores and changes pages without end, 20 at a time, and prints what is acknowledged. */
async function writeForEver(): Promise<void> {
  const store = createSqliteDocumentStore({ file });
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (;;) {
        const page = aPage(scope);
        await store.pages.insert(scope, [page]);
        say({ scope, id: page.id, version: 1 });
        await store.pages.update(scope, page.id, { where: { version: 1 }, inc: { version: 1 } });
        say({ scope, id: page.id, version: 2 });
      }
    }),
  );
}

/** Writes until the disk takes no more, not even a page of the file, then reads on. */
async function fillDisk(): Promise<void> {
  const store = createSqliteDocumentStore({ file });
  const codeOf = (doing: Promise<unknown>): Promise<string> =>
    doing.then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
  const stored: string[] = [];
  let code = 'done';
  while (code === 'done') {
    const body = aBody(scope, { content: 'x'.repeat(100_000) });
    code = await codeOf(store.pageBodies.insert(scope, [body]));
    if (code === 'done') stored.push(body.id);
  }
  let readiness = 'done';
  for (let i = 0; i < 100 && readiness === 'done'; i++) readiness = await codeOf(store.ready());
  const readable = (await store.pageBodies.getMany(scope, stored)).length;
  say({ scope, code, readiness, stored, readable });
  await store.close();
}

/** Submits a write that has to wait for a lock, then neither waits nor closes. */
async function writeAndLeave(): Promise<void> {
  const store = createSqliteDocumentStore({ file });
  await store.ready();
  const lock = new DatabaseSync(file);
  lock.exec('BEGIN IMMEDIATE');
  const page = aPage(scope);
  void store.pages.insert(scope, [page]);
  // Does not keep the process alive; only the write does.
  setTimeout(() => lock.close(), 100).unref();
  say({ scope, id: page.id });
}

async function openAndClose(): Promise<void> {
  say({ scope });
  const store = createSqliteDocumentStore({ file });
  await store.pages.insert(scope, [aPage(scope)]);
  await store.close();
}

const tasks: Record<string, () => unknown> = { writeForEver, fillDisk, writeAndLeave, openAndClose };
await tasks[task ?? '']?.();
