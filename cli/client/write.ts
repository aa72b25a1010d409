import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allRoutes } from '../../api/app';
import type { ApiDeps } from '../../api/deps';
import { openapiDocument, type OpenApiDocument } from '../../api/openapi/document';
import { projectRoot } from '../../embedded/state';
import { loadMessages } from '../../messages/catalog';
import { playbooks } from '../../playbooks';
import { journeyHeaders } from '../../workflows/headers';
import { clientTypes } from './operations';

/* Writes the types of the pages' client from the API's own OpenAPI document, built in this process: nothing is started or asked. */

const FILE = path.join(projectRoot(), 'web', 'generated', 'operations.ts');

/** The document of all routes. Handlers are not called, so what they would work with is not needed. */
function documentOfAll(): OpenApiDocument {
  const pageLinks = { baseUrl: 'http://localhost', keys: ['nothing is signed'] };
  const data = { journeys: journeyHeaders, playbooks, messages: loadMessages(), pageLinks };
  return openapiDocument(allRoutes(data as unknown as ApiDeps));
}

function keep(text: string): void {
  mkdirSync(path.dirname(FILE), { recursive: true });
  // A file that stays as it was does not wake compilers and servers that watch it.
  if (read() !== text) writeFileSync(FILE, text);
}

function read(): string | undefined {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return undefined;
  }
}

keep(clientTypes(documentOfAll()));
