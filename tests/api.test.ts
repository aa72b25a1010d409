import { withApi } from './support/http';

test('an API key is made by an admin, used, and revoked', () =>
  withApi(async ({ get, post, clock }) => {
    const made = await post<{ id: string; secret: string }>('/v1/keys', { name: 'billing backend', role: 'admin' });
    expect(made.status).toBe(201);
    const headers = { Authorization: `Bearer ${made.body.secret}` };
    expect((await get('/v1/keys', { role: null, headers })).status).toBe(200);
    expect((await post(`/v1/keys/${made.body.id}/revocation`)).status).toBe(200);
    clock.advance(5_000);
    expect((await get('/v1/keys', { role: null, headers })).status).toBe(401);
  }));
