import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestDatabase } from '#testing/database.ts'
import { writeSchema } from './schema.ts'

test('types, schema.sql and the diagram say what the migrations make', async () => {
  const database = await createTestDatabase()
  try {
    await assert.doesNotReject(writeSchema(database.url, { check: true }))
  } finally {
    await database.drop()
  }
})
