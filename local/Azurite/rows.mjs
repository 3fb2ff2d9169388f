// Loaded into Azurite before Azurite itself.
import { createRequire } from 'node:module';

// Azurite looks for a row by partition key, then row key: its database takes every row of the partition from the first index and
// compares them one by one, several times for each operation. The other way round the first index gives the row, the same one.
const azurite = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
const { Collection } = createRequire(azurite)('lokijs');
const { findOne } = Collection.prototype;
Collection.prototype.findOne = function (query) {
  const { PartitionKey, RowKey, ...more } = query ?? {};
  return findOne.call(this, PartitionKey !== undefined && RowKey !== undefined ? { RowKey, PartitionKey, ...more } : query);
};
