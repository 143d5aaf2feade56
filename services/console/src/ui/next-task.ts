/** Resolves in a task of its own, so that a browser can react and paint between two pieces of work. */
export const nextTask = (): Promise<void> => new Promise((done) => setTimeout(done));
