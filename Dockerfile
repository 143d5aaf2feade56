# One file for all four services: docker build --build-arg SERVICE=api|chat|ingest-worker -t persona-api .
# The operator's commands: docker build --target tools -t persona-tools .
# The media worker alone carries ffmpeg, espeak-ng and bubblewrap: docker build --target media-worker -t persona-media-worker .
ARG NODE_IMAGE=node:24-bookworm-slim

# Only what decides which packages are installed, so that a change of source does not install them again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY libs ./libs
COPY services ./services
RUN find libs services -type f ! -name package.json -delete

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY --from=manifests /app ./
# Those of the services alone: what builds pages is no part of an image.
RUN npm ci --omit=dev -w services/api -w services/chat -w services/ingest-worker -w services/media-worker && npm cache clean --force

# What browsers load; the tools that build it stay behind.
FROM ${NODE_IMAGE} AS pages
WORKDIR /app
COPY --from=manifests /app ./
RUN npm ci --omit=dev
COPY libs ./libs
COPY services ./services
COPY scripts/build-pages.mjs ./scripts/
COPY tsconfig.json ./
RUN node scripts/build-pages.mjs

FROM ${NODE_IMAGE} AS app
# Young objects as scripts/launch/service.ts gives them room.
ENV NODE_OPTIONS=--max-semi-space-size=16
ENV NODE_ENV=production PERSONA_DATA_DIR=/data INTERNAL_HOST=0.0.0.0 INTERNAL_PORT=3001
WORKDIR /app
COPY --from=packages /app ./
COPY libs ./libs
COPY services ./services
COPY scripts ./scripts
COPY --from=pages /app/services/console/dist ./services/console/dist
COPY --from=pages /app/services/widget/dist ./services/widget/dist
RUN mkdir /data /backups && chown node:node /data /backups
USER node
# A service waits for its stores without limit, and a slow machine takes its time: what fails meanwhile does not count.
HEALTHCHECK --interval=10s --timeout=5s --start-period=300s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT ?? 3001}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM app AS media-worker
USER root
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg bubblewrap espeak-ng util-linux && rm -rf /var/lib/apt/lists/*
USER node
CMD ["node", "services/media-worker/src/main.ts"]

# The operator's commands; a restore that is tried starts a whole install, which needs what npm start needs.
FROM media-worker AS tools
USER root
RUN apt-get update && apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/*
USER node
HEALTHCHECK NONE
ENTRYPOINT ["node", "scripts/persona.ts"]
CMD ["doctor"]

FROM app AS service
ARG SERVICE
ENV SERVICE=${SERVICE}
# exec: the service itself gets the signals.
CMD ["sh", "-c", "exec node services/$SERVICE/src/main.ts"]
