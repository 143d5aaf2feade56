import { WidgetDemoQuery } from '@persona/contracts';
import type { App } from '@persona/runtime';
import { Type } from 'typebox';
import type { PersonaAccess } from '../access.ts';
import { filesOrigin } from '../files-origin.ts';
import type { Kit } from '../kit.ts';
import {
  demoPagePolicy,
  personaPagePolicy,
  renderDemoPage,
  renderNoPage,
  renderPersonaPage,
  type ShownPersona,
} from '../pages-for-people.ts';
import { profileOf } from '../persona-profile.ts';
import type { Resources } from '../resources.ts';
import { builtFolder, sendBuilt } from '../site-files.ts';

const WIDGET_MAX_AGE_S = 300;
/** Pages of every site load these. */
const WIDGET_HEADERS = {
  'cache-control': `public, max-age=${WIDGET_MAX_AGE_S}`,
  'cross-origin-resource-policy': 'cross-origin',
};

/** The widget, a page to try it on, and the public pages of personas (contract §15). */
export function peoplePageRoutes(app: App, resources: Resources, { access, keys }: Kit): void {
  const { config } = resources;
  const files = filesOrigin(config);
  const [personaPolicy, demoPolicy] = [personaPagePolicy(files), demoPagePolicy(files)];
  const folder = builtFolder('widget');
  const tags = ['Pages for people'];
  const htmlSchema = { tags, produces: ['text/html'] };

  const shownWith = async (key: string, { instance, scope }: PersonaAccess): Promise<ShownPersona> => ({
    key,
    profile: await profileOf(resources, { instance, scope }),
  });

  app.get('/widget.js', { config: { public: true }, schema: { hide: true } }, (_request, reply) =>
    sendBuilt(reply, folder, 'widget.js', WIDGET_HEADERS),
  );
  app.get(
    '/widget/:words',
    { config: { public: true }, schema: { hide: true, params: WordsParams } },
    (request, reply) => sendBuilt(reply, folder, `widget/${request.params.words}`, WIDGET_HEADERS),
  );

  app.get(
    '/p/:instance_id',
    {
      config: { public: true },
      schema: {
        ...htmlSchema,
        summary: 'The public page of a persona, where its owner has switched it on',
        description: '`public_page: true` in the configuration of the persona does that; else it is 404.',
        params: PersonaParams,
      },
    },
    async (request, reply) => {
      const shown = await access.shown(request.params.instance_id);
      const key = shown && (await keys.pageKey(shown.instance));
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
      if (!key) return reply.code(404).header('content-security-policy', demoPolicy).send(renderNoPage());
      return reply
        .header('content-security-policy', personaPolicy)
        .send(renderPersonaPage(await shownWith(key.id, shown), baseOf(request.url, 1)));
    },
  );

  app.get(
    '/widget-demo',
    {
      config: { public: true },
      schema: {
        ...htmlSchema,
        summary: 'A page to try the widget of a key on',
        querystring: WidgetDemoQuery,
      },
    },
    async (request, reply) => {
      const { key: id = '' } = request.query;
      const key = id.startsWith('wk_') ? await keys.alive(id) : null;
      const persona = key && (await access.shown(key.instance_ids?.[0] ?? ''));
      const shown = key && persona && (await shownWith(key.id, persona));
      const address = config.PUBLIC_URL ?? `${request.protocol}://${request.host}${config.BASE_PATH}`;
      return reply
        .type('text/html; charset=utf-8')
        .headers({ 'cache-control': 'no-store', 'content-security-policy': demoPolicy })
        .send(renderDemoPage(id, shown, baseOf(request.url, 0), address));
    },
  );
}

/** The way back to the root from an address `depth` folders below it, whatever it is mounted under. */
const baseOf = (url: string, depth: number): string =>
  '../'.repeat(depth + (/\/(\?|$)/.test(url) ? 1 : 0)) || './';

const WordsParams = Type.Object({ words: Type.String({ pattern: '^[a-z]{2}\\.json$' }) });
const PersonaParams = Type.Object({ instance_id: Type.String({ minLength: 1, maxLength: 256 }) });
