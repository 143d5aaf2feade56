/** Awaits that no piece of work reaches, or only when two coincide, and why that is right. */
export const unreached: Readonly<Record<string, string>> = {
  'domain.media.attach-media.attachMedia media.get':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.streams.page-streams.findOrCreate byClientId#2':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.streams.page-streams.acceptBatch until':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.streams.page-streams.claim streamBatches.update':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'api.routes.instances.update access.instance#2':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.submissions.decide-submission.decide submissions.get':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.submissions.submit.resubmit submissions.get':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.personas.save-persona.savePrompts instances.get':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'ingest-worker.index-pages.goLive tidy':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.chats.claim-turn.claimTurn freeChat':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.chats.claim-turn.claimTurn shownMessage#2':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.chats.messages.appendMessage lastMessages':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.chats.finish-turn.finishTurn chats.get':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.chats.finish-turn.finishTurn removeTurn':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.erasure.erase-chat.removeTurn explanations.remove':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.erasure.erase-chat.removeTurn messages.remove':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.erasure.erase-user.countLeft said.count':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'domain.erasure.forget-pages.forgetDeletedPages messages.update':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'api.keys.key-store.rotate keys.get':
    'two at once, of which one finds that the other was first; tests of their own bring that about',
  'api.routes.jobs.handler sleep': 'waits between two looks, and does nothing',
  'api.routes.streams.handler sleep': 'waits between two looks, and does nothing',
  'domain.chats.claim-turn.claimTurn sleep': 'waits between two looks, and does nothing',
  'api.pages.ndjson.writeOut once':
    'waits for a reader, a disk or a store that are slower than those of a test',
  'api.pages.page-lines.storePageLines until':
    'waits for a reader, a disk or a store that are slower than those of a test',
  'api.pages.spill.store until': 'waits for a reader, a disk or a store that are slower than those of a test',
  'domain.chats.finish-turn.keepExplanation explanations.update':
    'writes over what an attempt that was cut off has left, and nothing reads it before its answer is there',
  'domain.changes.announce-changes.insert collection.insert':
    'around the store of a service alone; what it tells is a cache, which announce-changes.test.ts tests',
  'domain.changes.announce-changes.update collection.update':
    'around the store of a service alone; what it tells is a cache, which announce-changes.test.ts tests',
  'domain.changes.announce-changes.updateMany collection.updateMany':
    'around the store of a service alone; what it tells is a cache, which announce-changes.test.ts tests',
  'api.change-events.tell maySee': 'only reads, for whoever follows what changes; events.test.ts',
  'api.change-events.tellChanges feed.latest': 'only reads, for whoever follows what changes; events.test.ts',
  'api.change-events.tellChanges feed.after': 'only reads, for whoever follows what changes; events.test.ts',
  'api.change-events.tellChanges tell': 'only reads, for whoever follows what changes; events.test.ts',
  'api.change-events.tellChanges tell#2': 'only reads, for whoever follows what changes; events.test.ts',
  'api.change-events.tellChanges check': 'only reads, for whoever follows what changes; events.test.ts',
  'api.change-events.tellChanges until': 'only reads, for whoever follows what changes; events.test.ts',
  'api.routes.events.handler access.instance': 'only reads, for whoever follows what changes; events.test.ts',
  'api.routes.events.check identify': 'only reads, for whoever follows what changes; events.test.ts',
  'domain.chats.lease.renew chats.get': 'renews a lease by a timer; when it fails, the lease runs out',
  'domain.chats.lease.renew chats.update': 'renews a lease by a timer; when it fails, the lease runs out',
  'api.routes.instances.handler keys.get': 'only reads, before anything is written',
  'api.routes.tokens.handler counted': 'only reads, for a request without a key; browser-tokens.test.ts',
  'api.routes.tokens.exchange widgetKey': 'only reads, for a request without a key; browser-tokens.test.ts',
  'api.routes.tokens.again tokens.verify': 'only reads, for a request without a key; browser-tokens.test.ts',
  'api.routes.tokens.again widgetKey': 'only reads, for a request without a key; browser-tokens.test.ts',
  'api.access.reached Promise.all': 'only reads, before anything is written',
  'api.routes.completions.userOf chats.get': 'only reads, before anything is written',
  'api.routes.training-data.update pages.get':
    'only reads, of a page that is live when its caller has waited',
  'domain.jobs.explain-job.waitingQueueJob instances.get': 'only reads, before anything is written',
  'domain.chats.find-chat.findLostTurn chats.find': 'only reads, before anything is written',
  'ingest-worker.sweeper.runOne run': 'the loop around the sweeps, which are run here one by one',
  'ingest-worker.sweeper.tick runOne': 'the loop around the sweeps, which are run here one by one',
  'ingest-worker.embed-instance.embedInstance search.vectorStats#2': 'reached after two seconds of vectors',
  'api.pages.page-lines.storeEach storeEach': 'a page that is refused among others; page-lines.test.ts',
  'domain.jobs.open-job.openJobs reopenJob':
    'lines that come after the job of those before has ended; adds to a job as the first lines do',
  'domain.pages.store-round.insertInBatches insert':
    'the same write as beside it, for more than two million characters at once',
  'domain.pages.update-page.writePage pages.update':
    'the same write as beside it, of a page known by its words; update-page.test.ts',
  'api.edge.refusal-counter.flush write':
    'counts refused requests by a timer; what can not be written is logged, and nothing waits for it',
  'api.edge.refusal-counter.close flush':
    'counts refused requests by a timer; what can not be written is logged, and nothing waits for it',
  'domain.jobs.explain-job.explainJob jobs.get': 'only reads, before anything is written',
  'api.routes.history.readMessages find': 'only reads, before anything is written',
  'api.routes.history.readMessages listPage': 'only reads, before anything is written',
  'api.routes.history.readMessages shownMessages': 'only reads, before anything is written',
  'api.routes.review.handler bytesOfPages': 'only reads, before anything is written',
  'api.routes.chat.handler access.persona':
    'a turn is cut off in the chat service, its quota where pages are stored',
  'api.routes.chat.handler access.of':
    'a turn is cut off in the chat service, its quota where pages are stored',
  'api.routes.chat.handler counted':
    'a turn is cut off in the chat service, its quota where pages are stored',
  'api.routes.chat.handler counted#2':
    'a turn is cut off in the chat service, its quota where pages are stored',
  'api.routes.model-tasks.handler counted':
    'asks a model and keeps nothing; its quota is cut off where pages are stored',
  'api.routes.model-tasks.handler counted#2':
    'asks a model and keeps nothing; its quota is cut off where pages are stored',
  'api.routes.model-tasks.handler counted#3':
    'asks a model and keeps nothing; its quota is cut off where pages are stored',
  'domain.erasure.erase-media.removeLateFiles media.locate': 'a file whose row is gone; media-worker.test.ts',
};
