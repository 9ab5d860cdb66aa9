# Raccordo on Node, with a SQLite file under /data unless a PostgreSQL address is configured.
FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# What ships needs no install script.
RUN npm ci --omit=dev --ignore-scripts

FROM node:26-slim
ENV NODE_ENV=production RACCORDO_HOST=0.0.0.0 RACCORDO_PORT=8080 RACCORDO_DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY contracts ./contracts
COPY adapters ./adapters
COPY src ./src
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
# And mails that come back, where RACCORDO_MAIL_LISTEN=0.0.0.0:2525 says so: for your mail server and for nobody else.
EXPOSE 8080 2525
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.RACCORDO_PORT}/status`,{signal:AbortSignal.timeout(2000)}).then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--max-semi-space-size=20", "--max-old-space-size=512", "src/entry/node.ts"]
