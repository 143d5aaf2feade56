import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AskedPage } from '../field/ask.ts';
import { casesOf, type AskingCase, type Questions } from './cases.ts';

/** A blog that somebody writes in the first person and publishes as files. Its texts stay where they are. */
interface Blog {
  id: string;
  name: string;
  description: string;
  language: string;
  repository: string;
  /** The commit whose pages are meant; without it, the newest. */
  commit?: string;
  /** Globs of its pages. */
  pages: string[];
  /** By the address of the page that answers them; beside the pages by that of the blog. */
  questions: Readonly<Record<string, Questions>>;
}

/** The questions that are put to real blogs, whose pages lie in a folder or are cloned into it. */
export const blogCases = (folder: string): AskingCase[] => casesOfBlogs('blogs.json', folder);

/** Those from which it is learnt when not to answer. None of these blogs is judged. */
export const taughtCases = (folder: string): AskingCase[] => casesOfBlogs('taught-blogs.json', folder);

function casesOfBlogs(file: string, folder: string): AskingCase[] {
  const blogs = JSON.parse(readFileSync(path.join(import.meta.dirname, file), 'utf8')) as Blog[];
  mkdirSync(folder, { recursive: true });
  return blogs.flatMap((blog) => {
    const { id, name, description, language, questions } = blog;
    const own = path.join(folder, id);
    if (!existsSync(own)) clone(blog, own);
    const persona = { id, name, description, configuration: { language }, pages: readBlog(own, blog.pages) };
    return Object.values(questions).flatMap((ofPage) => casesOf(persona, language, ofPage));
  });
}

function clone({ repository, commit }: Blog, into: string): void {
  const git = (...options: string[]) => execFileSync('git', options, { stdio: 'inherit' });
  git('clone', '--quiet', '--depth', '1', repository, into);
  if (commit === undefined) return;
  git('-C', into, 'fetch', '--quiet', '--depth', '1', 'origin', commit);
  git('-C', into, 'checkout', '--quiet', commit);
}

function readBlog(folder: string, globs: readonly string[]): AskedPage[] {
  return globSync([...globs], { cwd: folder })
    .toSorted()
    .map((file) => {
      const content = readFileSync(path.join(folder, file), 'utf8');
      // Front matter in YAML or in TOML.
      const field = (name: string) =>
        new RegExp(String.raw`^${name}\s*[:=]\s*["']?(.+?)["']?\s*$`, 'm').exec(content)?.[1];
      const date = field('date')?.slice(0, 10) ?? /\d{4}-\d{2}-\d{2}/.exec(file)?.[0];
      return { title: field('title') ?? file, content, metadata: date === undefined ? {} : { date } };
    });
}
