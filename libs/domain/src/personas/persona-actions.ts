import type { Instance, Scope } from '@persona/contracts';

/** What is done to personas, apart from deleting them. */
export interface PersonaActions {
  /**
   * Creates a persona; the first of the installation becomes its default. A persona that exists under this id
   * stays as it is. A voice that does not exist is `not_found`, before anything is written.
   */
  createInstance(persona: NewInstance): Promise<{ warnings: string[] }>;
  /**
   * Changes a persona; with `version`, only if it is at that version. Null when it is at another one or
   * deleted. A voice that does not exist is `not_found`, before anything is written.
   */
  updateInstance(
    id: string,
    change: InstanceChange,
  ): Promise<{ instance: Instance; warnings: string[] } | null>;
  /**
   * Stores prompts in a persona's configuration. Null when the persona is gone; throws `validation_error`
   * naming `param` when the configuration would become larger than is allowed.
   */
  savePrompts(instance: Instance, prompts: readonly string[], param: string): Promise<Instance | null>;
  /** The default that was chosen for the installation; its persona is null when it has been deleted. */
  defaultInstance(): Promise<DefaultInstance>;
  /**
   * The persona for requests that name none: the default, or before one was chosen the first created. Null
   * when there is none.
   */
  defaultInstanceId(): Promise<string | null>;
  /** Makes a persona the default. */
  setDefaultInstance(id: string): Promise<void>;
  /** Makes a persona the default unless one was chosen before. */
  suggestDefaultInstance(id: string): Promise<void>;
  /**
   * Creates "Default persona" and makes it the default. Two calls at once create one. Null when it was
   * deleted meanwhile: there may be another default now.
   */
  createDefaultInstance(ownerKeyId: string): Promise<Instance | null>;
}

/** A voice of `owner`, a persona or a key, that the caller may move to a persona. */
export interface VoiceGrant {
  id: string;
  owner: Scope;
}

export interface NewInstance extends Pick<
  Instance,
  'id' | 'name' | 'description' | 'configuration' | 'owner_key_id'
> {
  /** What the configuration names as `voice_id`, which becomes the persona's. */
  voice: VoiceGrant | null;
}

export interface InstanceChange {
  set: Partial<Pick<Instance, 'name' | 'description' | 'configuration'>>;
  version: number | undefined;
  /** What the configuration names as `voice_id` after the change. */
  voice: VoiceGrant | null;
}

export interface DefaultInstance {
  chosen: boolean;
  instance: Instance | null;
}
