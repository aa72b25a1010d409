/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  globalSetup: './tests/support/global-setup.ts',
  globalTeardown: './tests/support/global-teardown.ts',
  // Each test file may run a worker and a test server of its own; more of them at once only wait for each other.
  maxWorkers: 2,
  // Bounds what hangs, and times nothing: a busy machine must not fail a test.
  testTimeout: 600_000,
  transform: {
    '^.+\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
  // Published as ES modules only, which Jest's own loader cannot require.
  transformIgnorePatterns: ['/node_modules/(?!(uuid|@prisma/schema-engine-wasm|openid-client|oauth4webapi|jose)/)'],
  // Prisma's generated client is TypeScript that names its siblings as the JavaScript they would become.
  moduleNameMapper: { '^(\\./(?:internal/\\w+|models/\\w+|models|enums|commonInputTypes|client|browser))\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.perennial/'],
};
