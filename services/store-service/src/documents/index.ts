export { createPublishedOfferingIndexes, publishedOfferings, type PublishedOfferings } from './published-offerings.ts';
export {
  LAYOUT,
  nextDocument,
  type SourceKind,
  sourceKinds,
  type Sources,
  type SourceVersion,
  type StoredOffering,
} from './stored-offering.ts';
