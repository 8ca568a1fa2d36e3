# glibc: the Temporal SDK has no build for musl.
FROM node:20.20.2-bookworm AS build
# on: with the libraries that send traces.
ARG TRACING=off
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY migrations migrations
COPY packages/cli packages/cli
COPY packages/tracing packages/tracing
COPY src src
RUN npm run build && npm prune --omit=dev
RUN if [ "$TRACING" != on ]; then rm -r packages/tracing/dist packages/tracing/node_modules; fi

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/packages/cli/dist packages/cli/dist
COPY --from=build /app/packages/tracing packages/tracing
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/cli.js", "api"]
