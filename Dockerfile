# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# What packages do when they are installed is nothing that a build needs; what ours does needs the sources.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run generate && npm run build

# Only what runs, for this machine's processor only. Install scripts are not needed: what they make is part of the build.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts \
  && cd node_modules/@temporalio/core-bridge \
  && rm -rf sdk-core \
  && find releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +

FROM node:24-slim
# The worker's TLS to Temporal trusts the system's certificates.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
USER node
EXPOSE 3000
CMD ["node", "dist/api/server.js"]
