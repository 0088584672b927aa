export {
  createPublishedOfferingIndexes, isDuplicate, nextDocument, type PublishedOfferings, publishedOfferings,
  type SourceKind, type Sources, type SourceVersion, type StoredOffering,
} from './published-offerings.ts';
